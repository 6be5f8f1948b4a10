"""A program and its last day to ask: joined in the kind of deadline, as all that its organization writes."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing.actions import write
from portal.publishing.exceptions import NeedsAnotherPerson, VersionRefused
from portal.publishing.reading import content_to_edit
from portal.publishing.releases import publish
from programs.programs.models import Program
from reminders.kind_versions.models import KindVersion
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind


def joinable(organization: Organization, content: Content) -> list[tuple[str, str]]:
    """(code, name) of the organization's programs, and of those joined already, which one must be able to take off."""
    joined = content.columns["related_programs"]
    offered = Program.objects.filter(organization=organization) | Program.objects.filter(code__in=joined)
    names = dict(offered.order_by("name_order", "pk").values_list("code", "name_fr"))
    return [*names.items(), *((code, code) for code in joined if code not in names)]


def on_code_changed(sender: type[Program], before: str, after: str, **kwargs: Any) -> None:
    """Keep a program joined to its kinds when its code changes: in force, and in every version (of `code_changed`)."""
    for kind in DeadlineKind.objects.filter(related_programs__contains=[before]).select_for_update(no_key=True):
        kind.related_programs = [after if code == before else code for code in kind.related_programs]
        kind.save(update_fields=["related_programs"])
    versions = KindVersion.objects.filter(content__columns__related_programs__contains=[before])
    for version in versions.select_for_update():
        columns = version.content["columns"]
        columns["related_programs"] = [after if code == before else code for code in columns["related_programs"]]
        version.save(update_fields=["content"])


@transaction.atomic
def join(*, program: Program, kinds: Sequence[DeadlineKind], by: User) -> list[KindVersion]:
    """These kinds of its organization, and no other of them, are the program's last days to ask. Raises
    PermissionDenied, EditedMeanwhile.

    A kind that nobody is writing is published at once when the linter and the review let one person do so; otherwise
    its draft holds the change. Returns the versions that wait for somebody."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=program.organization_id)
    chosen = {kind.pk for kind in kinds}
    mine = DeadlineKind.objects.filter(organization=program.organization_id).order_by("title_order", "pk")
    waiting = [_changed(kind, program.code, kind.pk in chosen, by) for kind in mine]
    return [version for version in waiting if version]


def _changed(kind: DeadlineKind, code: str, is_joined: bool, by: User) -> KindVersion | None:
    draft = kind.versions.open().first()
    content = content_to_edit(kind)
    joined = content.columns["related_programs"]
    if (code in joined) == is_joined:
        return None
    result = [*joined, code] if is_joined else [other for other in joined if other != code]
    changed = Content(content.columns | {"related_programs": result}, content.steps)
    version = write(subject=kind, content=changed, revision=draft.revision if draft else 0, by=by)
    if draft or not kind.is_published:
        return version
    try:
        with transaction.atomic():
            publish(version=version, by=by)
    except (NeedsAnotherPerson, VersionRefused):
        return version
    return None
