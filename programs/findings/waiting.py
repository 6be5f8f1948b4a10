"""Programs that could be the person's and of which they have said nothing yet, as one line of «À faire»."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from portal.access.kept import once
from portal.access.visibility import visibility_of
from portal.people.models import User
from portal.work_items.todo import Todo
from programs.findings.models import Finding
from programs.rules.verdicts import Verdict


def findings_of(user: User) -> list[Finding]:
    """One's own: one reading of a request for «À faire» and for the list of programs."""
    own = visibility_of(user).own_citizen_id
    if own is None:
        return []
    mine = Finding.objects.filter(citizen_id=own).with_names_of_programs()
    return once(user, "findings.own", lambda: list(mine))


def waiting_findings(user: User) -> Iterator[Todo]:
    count = sum(finding.verdict is Verdict.ELIGIBLE and not finding.stance for finding in findings_of(user))
    if count:
        words = ngettext("%(count)s aide possible à regarder", "%(count)s aides possibles à regarder", count)
        yield Todo(title=words % {"count": count}, url=reverse("findings:result"), icon="compass")
