"""Addresses that sections of «gestion» add: each asks for the section's right, whatever the role and the method."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from tests.shares import some_today
from tests.test_access import HELPING, STAFF, clients  # noqa: F401 (fixtures)

NOBODY = UUID(int=0)
ARGUMENTS = {
    "form": "csv",
    "batch": 1,
    "rank": 1,
    "number": 1,
    "fact": "birth_date",
    "citizen": NOBODY,
    "finding": NOBODY,
    "person": NOBODY,
    "program": NOBODY,
    "dossier": NOBODY,
}
BUILT_IN = ("add", "delete", "history")


HALVES = pytest.mark.parametrize("half", some_today([0, 1], 1))


def sections(half: int) -> list[SectionAdmin]:
    return list(admin.site._registry.values())[half::2]


def added(half: int) -> Iterator[tuple[SectionAdmin, Added]]:
    for section in sections(half):
        for page in section.every_page():
            yield section, page


def address(section: SectionAdmin, page: Added, pk: object) -> str:
    wanted = {name: value for name, value in {**ARGUMENTS, "pk": pk}.items() if f":{name}>" in page.route}
    return reverse(f"admin:{section.opts.app_label}_{section.opts.model_name}_{page.name}", kwargs=wanted)


def asked_by(user: object) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def a_row(section: SectionAdmin) -> object:
    return section.model.objects.order_by("pk").values_list("pk", flat=True).first() or UUID(int=0)


def test_there_are_many():
    assert all(len(list(added(half))) > 25 for half in (0, 1))


def test_a_section_that_overrides_its_urls_is_refused():
    with pytest.raises(TypeError, match="added_pages"):
        type("Careless", (SectionAdmin,), {"get_urls": lambda self: []})


@HALVES
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_right_no_added_address_answers(story, clients, method, half):  # noqa: F811
    """Nor leaves anything in the journal but the refusal."""
    faults = []
    before = AuditEvent.objects.exclude(verb="access.refused").count()
    for section, page in added(half):
        url = address(section, page, a_row(section))
        for role, client in clients.items():
            if role in STAFF and section.may_open(asked_by(story[role]), page):
                continue
            status = getattr(client, method)(url).status_code
            # In somebody's place, gestion is left for its own address, where the account has no more right than here.
            refused = {302} if method == "get" else {404}
            wanted = (
                {302} if role == "anonymous" else refused if role == HELPING else {403, 404} if role in STAFF else {404}
            )
            if status not in wanted:
                faults.append(f"{method} {url} by {role}: {status}")
    assert not faults, "\n".join(faults)
    assert AuditEvent.objects.exclude(verb="access.refused").count() == before


@HALVES
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_object_that_one_does_not_see_is_not_found_by_any_added_address(story, clients, method, half):  # noqa: F811
    tried, faults = 0, []
    for section, page in added(half):
        if ":pk>" not in page.route:
            continue
        pk = a_row(section)
        for role in STAFF:
            request = asked_by(story[role])
            if section.may_open(request, page) and section.get_queryset(request).filter(pk=pk).exists():
                continue
            tried += 1
            status = getattr(clients[role], method)(address(section, page, pk)).status_code
            if status != 404:
                faults.append(f"{method} {page.route} of {section} by {role}: {status}")
    assert tried > 50 and not faults, "\n".join(faults)


@HALVES
@pytest.mark.usefixtures("bare_refusals")
def test_without_the_right_djangos_own_addresses_do_not_answer_either(story, clients, half):  # noqa: F811
    faults = []
    for section in sections(half):
        name = f"admin:{section.opts.app_label}_{section.opts.model_name}"
        for role in STAFF:
            request = asked_by(story[role])
            rights = (section.has_add_permission, section.has_delete_permission, section.has_view_permission)
            for page, holds in zip(BUILT_IN, rights, strict=True):
                if holds(request):
                    continue
                url = reverse(f"{name}_{page}", args=[] if page == "add" else [a_row(section)])
                answer = clients[role].get(url)
                if (
                    answer.status_code not in {302, 403, 404}
                    or answer.headers.get("Location", "/gestion/") != "/gestion/"
                ):
                    faults.append(f"{url} by {role}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_the_indicator_is_closed_to_agents_and_journals_no_export(story, clients):  # noqa: F811
    """What was found: an agent opened the table, and the journal said that they had exported it."""
    assert clients["alain"].get(reverse("admin:indicators_outcome_dashboard")).status_code == 403
    assert clients["alain"].post(reverse("admin:indicators_outcome_export")).status_code == 403
    assert clients["sylvie"].get(reverse("admin:indicators_outcome_dashboard")).status_code == 200
