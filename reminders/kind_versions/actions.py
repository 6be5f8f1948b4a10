"""How a kind’s draft begins otherwise than by writing (`portal/publishing`): from nothing, from a copy, from a file."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing import actions
from portal.publishing.adapters import adapter_of
from portal.publishing.reading import content_to_edit
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.starting import starting_content
from reminders.kinds.content import Content, StepContent, in_order
from reminders.kinds.models import DeadlineKind


@transaction.atomic
def start(
    *, organization: Organization, title: str, nature: str, by: User, programs: Sequence[str] = ()
) -> KindVersion:
    """A kind from nothing, with a usual ladder to begin with. Nobody but its organization sees it until published.
    `programs`: codes of those of which it is the last day to ask."""
    content = starting_content(title=title, nature=nature)
    content.columns["related_programs"] = list(programs)
    return _start(organization, content, "started", by)


@transaction.atomic
def duplicate(*, kind: DeadlineKind, by: User) -> KindVersion:
    """The same content as a new kind; its steps are new steps."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=kind.organization_id)
    content = content_to_edit(kind)
    columns = content.columns | {"title_fr": gettext("%s (copie)") % content.columns["title_fr"][:190]}
    return _start(kind.organization, _anew(columns, content), "duplicated", by)


@transaction.atomic
def bring(*, code: str, content: Content, organization: Organization, by: User) -> KindVersion:
    """An exported kind: a draft of the organization's kind of that code, or of a new one. Steps of the same day are the
    same steps; a team that is not one of the organization's leaves the kind with its own. Raises EditedMeanwhile when a
    draft of that kind is already being written."""
    kind = DeadlineKind.objects.filter(code=code, organization=organization).select_related("team").first()
    if content.columns["team"] not in organization.team_names:
        own = kind.team.name if kind and kind.team else ""
        content = Content(content.columns | {"team": own}, content.steps)
    if kind is None:
        return _start(organization, _anew(content.columns, content), "brought", by, code=code)
    rows = {step.place: step.id for step in Content.of(kind, kind.steps.filter(retired_at=None)).steps}
    steps = tuple(StepContent(**vars(step) | {"id": rows.get(step.place)}) for step in content.steps)
    return actions.write(subject=kind, content=Content(content.columns, steps), revision=0, by=by)


def _start(organization: Organization, content: Content, verb: str, by: User, *, code: str = "") -> KindVersion:
    columns = {name: content.columns[name] for name in ("title_fr", "nature")} | {"updated_at": now()}
    kind = actions.start(
        adapter=adapter_of(DeadlineKind),
        organization=organization,
        columns=columns,
        content=content,
        verb=verb,
        code=code,
        by=by,
    )
    return kind.versions.get()


def _anew(columns: dict, content: Content) -> Content:
    return Content(columns, in_order(StepContent(**vars(step) | {"id": None}) for step in content.steps))
