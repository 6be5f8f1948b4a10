"""How a draft of any noun begins otherwise than by writing: from a copy, from a file."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing import actions
from portal.publishing.adapters import ContentAdapter, Subject, adapter_of
from portal.publishing.reading import content_to_edit


@transaction.atomic
def duplicate(*, subject: Subject, by: User) -> Subject:
    """What it says, or what its draft says, as a new subject."""
    adapter = adapter_of(type(subject))
    adapter.require(by, subject.organization_id)
    content = content_to_edit(subject)
    words = _("%s (copie)") % adapter.title_of(content)[: adapter.longest_title - 10]
    return _begin(adapter, subject.organization, adapter.anew(content, words), by, verb="duplicated")


@transaction.atomic
def bring(*, adapter: ContentAdapter, code: str, read: Any, organization: Organization | None, by: User) -> Subject:
    """A file that `transport.brought` read: a draft of the organization's subject of that code, or of the same title
    where the noun has no codes; else of a new one. Nothing that people read changes. Raises BadFile, PermissionDenied,
    EditedMeanwhile when a draft of that subject is already being written."""
    adapter.require(by, organization and organization.pk)
    named = {"code": code} if adapter.code else {adapter.title: getattr(read, adapter.title)}
    subject = adapter.subjects._default_manager.filter(organization=organization, **named).first()
    content = adapter.from_file(read, organization, subject)
    if subject is None:
        return _begin(adapter, organization, adapter.anew(content), by, verb="brought", code=code)
    return actions.write(subject=subject, content=content, revision=0, by=by).subject


def _begin(adapter: ContentAdapter, organization: Organization | None, content: Any, by: User, **more: Any) -> Subject:
    columns = adapter.first_columns(content)
    return actions.start(adapter=adapter, organization=organization, columns=columns, content=content, by=by, **more)
