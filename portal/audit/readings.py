"""Journal who was shown whose row: the only writer of such lines.

Every page of gestion passes through `show` (see `SectionAdmin.urls`). A page outside gestion calls `tell`.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from portal.access.policies import match_of
from portal.access.visibility import Account, visibility_of
from portal.audit.actions import events_written, on_behalf_of, write
from portal.audit.criteria import criteria_of
from portal.audit.models import AuditEvent
from portal.audit.sentences import LIST, ROW
from portal.gestion.searched import searched_in

PERSON = "person.shown"
"""Verb of a person shown beside another row; LIST of a list, ROW of a row whose section names no verb of its own."""

_SHOWS_NOTHING = {403, 404, 405}


def is_personal(model: type[models.Model]) -> bool:
    """Whether rows of this model say something of a person, beyond which member of staff did what."""
    columns = getattr(getattr(model, "Privacy", None), "personal", {})
    staff = {field.name for field in model._meta.concrete_fields if _target(field) == "User"}
    return bool(set(columns) - staff) or _is_person(model)


def people_of(row: models.Model) -> set[UUID]:
    """The ids of the citizens whom a row is about, by its personal columns."""
    if _is_person(type(row)):
        return {row.pk}
    personal = getattr(getattr(row, "Privacy", None), "personal", {})
    columns = [field for field in row._meta.concrete_fields if field.name in personal and field.is_relation]
    direct = {getattr(row, field.attname) for field in columns if _target(field) == "Citizen"}
    found = {key for key in (*direct, getattr(row, "citizen_id", None)) if key is not None}
    if found or direct:
        return found
    further = (getattr(row, field.name) for field in columns if _target(field) != "User")
    return {pk for one in further if one is not None for pk in people_of(one)}


def organization_of(row: models.Model) -> UUID | None:
    """The organization whose matter a row is: its own, or that of its team or of its kind."""
    if hasattr(row, "organization_id"):
        return row.organization_id
    owner = next((getattr(row, name) for name in ("team", "kind") if getattr(row, f"{name}_id", None)), None)
    return owner.organization_id if owner is not None else None


def tell(rows: Iterable[models.Model], *, by: Account, verb: str) -> None:
    """Journal that `by` was shown these rows: a line for each citizen whom they are about."""
    for row in rows:
        _tell_row(row, by=by, verb=verb, written=[])


def tell_represented(rows: Iterable[models.Model], *, by: Account, verb: str = ROW) -> None:
    """Journal that somebody who acts for others was shown rows that are theirs: one line for each of those people.

    Nothing for one's own rows, nor when nobody is represented: the page of most citizens asks no query here."""
    represented = visibility_of(by).represented_ids
    rows = list(rows) if represented else []
    for citizen in sorted({pk for row in rows for pk in people_of(row)} & represented, key=str):
        subject_id = str(rows[0].pk) if len(rows) == 1 and verb != LIST else ""
        write(verb, by=by, citizen_id=citizen, subject_type=rows[0]._meta.label_lower, subject_id=subject_id)


def tell_space(*, by: Account) -> None:
    """Journal that a home was opened where what concerns represented people is shown."""
    for citizen in sorted(visibility_of(by).represented_ids, key=str):
        write("space.read", by=by, citizen_id=citizen)


def show(section: Any, request: HttpRequest, view: Callable[[], HttpResponseBase], key: str) -> HttpResponseBase:
    """Answer with `view()`, once the journal holds what its page shows.

    Whatever the method: a refused POST shows as much as a GET. Lines that the view wrote itself are not repeated.
    `section` is the section of gestion; `key` the primary key that the address names, or an empty string."""
    with events_written() as written:
        response = view()
        if _shows(response):
            _tell_page(section, request, getattr(response, "context_data", None) or {}, key, _kept(written))
    return response


def _shows(response: HttpResponseBase) -> bool:
    """Refused forms answer 4xx with the whole page; redirects, refusals and failures show nothing."""
    status = response.status_code
    return not 300 <= status < 400 and status < 500 and status not in _SHOWS_NOTHING


def _kept(written: list[AuditEvent]) -> list[AuditEvent]:
    """Without the lines that a transaction took back since."""
    return list(AuditEvent.objects.filter(pk__in=[event.pk for event in written])) if written else []


def _tell_page(
    section: Any, request: HttpRequest, context: dict[str, Any], key: str, written: list[AuditEvent]
) -> None:
    by, personal = request.user, is_personal(section.model)
    if personal and "cl" in context:
        _tell_list(section, request, context["cl"])
    elif personal and key and (row := _row(section, context, key)) is not None:
        _tell_row(row, by=by, verb=section.read_verb, written=written)
    elif personal and not written and not _shows_nobody(section, request):
        page = {"page": match_of(request).url_name}
        for organization in _own_organizations(by):
            write(ROW, by=by, subject_type=section.model._meta.label_lower, organization_id=organization, detail=page)
    for person in _people_in(context):
        _tell_row(person, by=by, verb=PERSON, written=written)


def _tell_row(row: models.Model, *, by: Account, verb: str, written: list[AuditEvent]) -> None:
    people = people_of(row)
    known = {event.citizen_id for event in written if event.by_id == by.pk}
    if not people and any(event.subject_id == str(row.pk) for event in written):
        return
    subject = {"subject_type": row._meta.label_lower, "subject_id": str(row.pk)}
    nobody: list[UUID | None] = [] if people else [None]
    for citizen in sorted(people - known, key=str) or nobody:
        organization = organization_of(row) or on_behalf_of(by, citizen)
        written.append(write(verb, by=by, citizen_id=citizen, organization_id=organization, **subject))


def _tell_list(section: Any, request: HttpRequest, changelist: Any) -> None:
    """One line for a list, with its criteria and how many rows it showed; none when nobody is on it."""
    shown = len(changelist.result_list)
    detail = criteria_of(changelist, searched=bool(changelist.query or searched_in(request).words))
    if not shown and not detail["searched"]:
        return
    subject = section.model._meta.label_lower
    for organization in _own_organizations(request.user):
        write(LIST, by=request.user, subject_type=subject, organization_id=organization, detail=detail)


def _own_organizations(by: Account) -> list[UUID | None]:
    """Those in which the reader holds a role; `[None]` for the operation of the portal and for citizens."""
    return sorted(visibility_of(by).staff_organization_ids, key=str) or [None]


def _row(section: Any, context: dict[str, Any], key: str) -> models.Model | None:
    """The row that the address names: as the page holds it, or read again."""
    model = section.model._meta.concrete_model
    held = (one for one in context.values() if isinstance(one, model) and str(one.pk) == key)
    if (row := next(held, None)) is not None:
        return row
    try:
        return model._base_manager.filter(pk=key).first()
    except (ValidationError, ValueError):
        return None


def _people_in(context: dict[str, Any]) -> Iterable[models.Model]:
    """Citizens that a page's context holds, alone or in a list: search results, whoever is being served."""
    for value in context.values():
        if isinstance(value, models.Model) and _is_person(type(value)):
            yield value
        elif isinstance(value, models.QuerySet) and _is_person(value.model):
            yield from value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, models.Model) and _is_person(type(one)))


def _shows_nobody(section: Any, request: HttpRequest) -> bool:
    return str(match_of(request).url_name).rsplit("_", 1)[-1] in section.pages_without_rows


def _is_person(model: type[models.Model]) -> bool:
    return model._meta.concrete_model is apps.get_model("people", "Citizen")


def _target(field: models.Field) -> str:
    return (field.related_model._meta.object_name or "") if field.is_relation and field.related_model else ""
