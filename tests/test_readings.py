"""Nobody reads somebody's row without a line that this person, and the reader's organization, can see.

Every page of gestion, by GET and by refused POSTs; every page of a citizen, by whoever acts for her. New pages join by
themselves.
"""

import html
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, resolve, reverse

from messaging.threads.models import Thread
from portal.access.policies import Policy, policy_of
from portal.access.visibility import forget_visibility
from portal.audit.models import AuditEvent
from portal.audit.readings import is_personal, people_of
from portal.people.models import Citizen
from tests.test_access import HELPING, addresses, conversation_of, objects_of, of_amelie

pytestmark = pytest.mark.django_db
READERS = {"agent": "alain", "supervisor": "sylvie", "administrator": "emile", "operator": "olga"}
# Each is refused by some page: an empty answer, an unknown button, a form without what it asks.
REFUSED = [
    {},
    {"decision": "zzz", "act": "move", "requested_document-label": ""},
    {"decision": "refuse", "because": "", "act": "contact", "phone": "zzz"},
]
SHOWN = {200, 206, 422}


def rooms() -> Iterator[tuple[admin.ModelAdmin, str]]:
    """Each section of gestion, with an account of each role that enters it; one role where rows are nobody's."""
    for room in admin.site._registry.values():
        asked = {room.view_permission, room.change_permission} - {None}
        roles = sorted({role for permission in asked for role in permission.roles})
        for role in roles if is_personal(room.model) else roles[:1]:
            yield room, READERS[role]


def rows_of(room: admin.ModelAdmin, account) -> list:
    request = RequestFactory().get("/")
    request.user = account
    return list(room.get_queryset(request).order_by("pk")[:1])


def urls_of(room: admin.ModelAdmin, rows: list) -> Iterator[tuple[str, object]]:
    """(address, row or None) for each page of a section."""
    for pattern in room.get_urls():
        if not isinstance(pattern, URLPattern) or not pattern.name:
            continue
        names = set(pattern.pattern.converters)
        for row in rows if names & {"pk", "object_id"} else [None]:
            given = {name: row.pk for name in names & {"pk", "object_id"}}
            try:
                yield reverse(f"admin:{pattern.name}", kwargs=given), row
            except NoReverseMatch:  # a lot's number, a question's code: read by the tests of those pages
                continue


def body_of(response) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return html.unescape(data.decode("utf-8", "replace"))


def asked(client: Client, url: str, posts: list[dict]) -> Iterator[tuple[str, object, list[AuditEvent]]]:
    """(method, response, lines written) for a GET, then for each refused POST."""
    for how, body in [("GET", None), *(("POST", body) for body in posts)]:
        last = AuditEvent.objects.latest("pk").pk
        response = client.get(url) if body is None else client.post(url, body)
        if response.status_code in SHOWN:
            yield how, response, list(AuditEvent.objects.filter(pk__gt=last))


def untold_names(text: str, people: dict[str, set], result: set) -> list[str]:
    """Names that a page shows, none of whose bearers was told: several people may bear one name."""
    return [name for name, bearers in people.items() if name in text and not bearers & result]


@pytest.mark.timeout(600)  # some five hundred pages
def test_every_page_of_gestion_that_shows_a_person_leaves_a_line(story, signed_in):
    people: dict[str, set] = {}
    for citizen in Citizen.objects.all():
        people.setdefault(str(citizen), set()).add(citizen.pk)
    faults, opened = [], set()
    for room, key in rooms():
        account = story[key]
        forget_visibility(account)
        client, rows = signed_in(account), rows_of(room, account)
        for url, row in urls_of(room, rows):
            posts = REFUSED if row is not None and is_personal(room.model) else REFUSED[:1]
            for how, response, lines in asked(client, url, posts):
                opened.add((resolve(url).url_name, how))
                mine = [line for line in lines if line.by_id == account.pk]
                wanted = people_of(row) if row is not None and is_personal(room.model) else set()
                listed = any(line.verb == "list.read" for line in mine)
                kept = {line.citizen_id for line in mine}
                silent = [*(wanted - kept), *([] if listed else untold_names(body_of(response), people, kept))]
                orphan = key != "olga" and any(line.organization_id is None for line in mine)
                listing = (getattr(response, "context_data", None) or {}).get("cl")
                if is_personal(room.model) and listing is not None and len(listing.result_list) and not listed:
                    silent.append("the list")  # its names may be in two columns
                if silent or orphan or (is_personal(room.model) and rows and not mine and row is not None):
                    faults.append(f"{how} {resolve(url).url_name} by {key}: {len(silent)} untold, orphan: {orphan}")
    assert not faults, "\n".join(sorted(set(faults)))
    assert {
        ("threads_thread_change", "POST"),
        ("requested_documents_requesteddocument_change", "POST"),
        ("deadlines_deadline_change", "POST"),
        ("assisted_servedperson_change", "POST"),
        ("documents_document_change", "GET"),
        ("deliveries_delivery_changelist", "GET"),
        ("people_citizen_changelist", "GET"),
    } <= opened


def secrets_of(people) -> list[str]:
    """What only she, and who acts for her, may read."""
    amelie = people["amelie"].citizen
    threads = [thread.subject for thread in of_amelie(people, Thread)]
    documents = [document.name for document in amelie.documents.all()]
    return [*threads, *documents, *(dossier.title for dossier in amelie.dossiers.all())]


def test_whoever_acts_for_a_person_leaves_a_line_too(story, signed_in):
    """Rachel acts for Amélie: each page that shows what is Amélie's is told to her."""
    rachel, amelie = story["rachel"], story["amelie"].citizen
    client = signed_in(rachel, place=amelie)
    objects, secrets, silent, found = objects_of(story), secrets_of(story), [], set()
    stranger = signed_in(story["bruno"])
    for name, _pattern in addresses():
        arguments, allowed = objects.get(name, ({}, None))
        url = reverse(name, kwargs=arguments)
        if policy_of(resolve(url)) not in {Policy.CITIZEN, Policy.SIGNED_IN} or "logout" in name:
            continue
        last = AuditEvent.objects.latest("pk").pk
        response = client.get(url)
        if response.status_code not in SHOWN:
            continue
        text = body_of(response)
        is_hers = (allowed is not None and HELPING in allowed and "bruno" not in allowed) or any(
            secret in text and secret not in body_of(stranger.get(url)) for secret in secrets
        )
        lines = AuditEvent.objects.filter(pk__gt=last, by_id=rachel.pk, citizen_id=amelie.pk)
        if is_hers and not lines.exists():
            silent.append(name)
        if lines.exists():
            found.add(name)
    assert not silent
    assert {"pages:space", "dossiers:dossier", "dossiers:list", "threads:thread", "preferences:preferences"} <= found


def test_one_who_acts_for_nobody_leaves_no_such_line(story, signed_in):
    last = AuditEvent.objects.latest("pk").pk
    client = signed_in(story["bruno"])
    for url in ("/espace/", "/dossiers/", "/documents/", "/rappels/mes-echeances/", "/espace/consultations/"):
        assert client.get(url).status_code == 200
    assert not AuditEvent.objects.filter(pk__gt=last, verb__in=["list.read", "space.read", "row.read"]).exists()


def test_a_list_tells_its_criteria_and_its_count_but_no_word_typed(story, signed_in):
    client = signed_in(story["alain"])
    client.post("/gestion/assisted/servedperson/chercher/", {"words": "Tremblay"})
    client.get("/gestion/assisted/servedperson/")
    line = AuditEvent.objects.filter(verb="list.read").latest("pk")
    assert line.detail["searched"] and line.subject_type == "assisted.servedperson"
    assert "remblay" not in str(line.detail)
    client.get("/gestion/deadlines/deadline/?etat=toutes")
    line = AuditEvent.objects.filter(verb="list.read").latest("pk")
    assert line.detail["filters"] == {"etat": "toutes"} and line.detail["count"] > 0
    assert str(line.organization_id) == str(conversation_of(story).organization_id)
    assert "échéances" in line.sentence


def test_a_refusal_names_the_row_and_is_read_by_who_can_act(story, signed_in, ramq):
    """Diane of another organization asks for Amélie's conversation: her administrator and the operators read it, the
    person does not."""
    thread = conversation_of(story)
    assert signed_in(story["diane"]).get(f"/gestion/threads/thread/{thread.pk}/change/").status_code == 404
    line = AuditEvent.objects.filter(verb="access.refused").latest("pk")
    assert (line.subject_type, line.subject_id) == ("threads.thread", str(thread.pk))
    assert (line.citizen_id, line.organization_id) == (thread.citizen_id, ramq.pk)
    for key in ("olga", "daniel"):
        page = signed_in(story[key]).get("/gestion/audit/auditevent/?refused__exact=1")
        assert page.status_code == 200 and "Diane Fortin" in page.content.decode()
    assert "Diane" not in signed_in(story["amelie"]).get("/espace/consultations/?voir=tout").content.decode()
    assert "Diane" not in signed_in(story["emile"]).get("/gestion/audit/auditevent/").content.decode()


def test_a_row_that_does_not_exist_for_this_account_is_a_refusal(story, signed_in):
    """Django would lead to the first page without a word, and without a line."""
    citizen = story["bruno"].citizen  # without a matter of Diane's team
    last = AuditEvent.objects.latest("pk").pk
    assert signed_in(story["diane"]).get(f"/gestion/people/citizen/{citizen.pk}/change/").status_code == 404
    assert AuditEvent.objects.filter(pk__gt=last, verb="access.refused", citizen_id=citizen.pk).exists()
