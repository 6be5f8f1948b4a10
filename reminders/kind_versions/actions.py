"""How a kind begins from nothing; `portal/publishing` does the rest."""

from collections.abc import Sequence

from django.db import transaction

from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing import actions
from portal.publishing.adapters import adapter_of
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.starting import starting_content
from reminders.kinds.models import DeadlineKind


@transaction.atomic
def start(
    *, organization: Organization, title: str, nature: str, by: User, programs: Sequence[str] = ()
) -> KindVersion:
    """A kind from nothing, with a usual ladder to begin with. Nobody but its organization sees it until published.
    `programs`: codes of those of which it is the last day to ask."""
    content = starting_content(title=title, nature=nature)
    content.columns["related_programs"] = list(programs)
    adapter = adapter_of(DeadlineKind)
    columns = adapter.first_columns(content)
    kind = actions.start(adapter=adapter, organization=organization, columns=columns, content=content, by=by)
    return kind.versions.get()
