"""«Qui a consulté mon dossier»: one's own file only, in words, in as many queries for 3 rows as for 300."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.actions import record, record_refusal
from portal.audit.models import AuditEvent
from portal.mandates.actions import give, revoke
from tests.portal.documents.deposits import deposit


@pytest.fixture
def read_by_agent(amelie, saaq_agent, saaq):
    def read(times: int) -> None:
        for _ in range(times):
            record("thread.read", by=saaq_agent, citizen=amelie.citizen, organization=saaq)

    return read


def test_a_citizen_sees_who_opened_their_file(amelie, signed_in, read_by_agent):
    read_by_agent(1)
    page = signed_in(amelie).get("/espace/consultations/").content.decode()
    assert "Alain Côté – a ouvert la conversation" in page
    assert "Société de l’assurance automobile" in page


def test_a_stranger_does_not(bruno, signed_in, read_by_agent):
    read_by_agent(1)
    assert "Alain" not in signed_in(bruno).get("/espace/consultations/?voir=tout").content.decode()


def test_who_acts_for_me_is_shown_by_default_and_named(amelie, rachel, signed_in):
    """W-5: the actions of a helper were behind a link that said «mes propres gestes»."""
    record("dossier.read", by=rachel, citizen=amelie.citizen)
    page = signed_in(amelie).get("/espace/consultations/").content.decode()
    assert "Rachel Roy, qui agit pour vous – a consulté un dossier" in page


@pytest.mark.parametrize("address", ["/espace/", "/espace/consultations/"])
def test_who_acts_for_me_is_on_my_pages(amelie, bruno, rachel, signed_in, address):
    mine = signed_in(amelie).get(address).content.decode()
    assert "Qui agit pour vous" in mine and "Rachel Roy" in mine and "mettre fin à l’accès de Rachel Roy" in mine
    assert "Rachel" not in signed_in(bruno).get(address).content.decode()
    revoke(mandate=rachel.mandates.get(), by=amelie)
    assert "sans date de fin" not in signed_in(amelie).get(address).content.decode()


def test_a_helper_reads_whose_file_each_line_is_about(amelie, rachel, signed_in, read_by_agent):
    read_by_agent(1)
    assert (
        "Dossier\u00a0: Amélie Tremblay"
        in signed_in(rachel, place=amelie.citizen).get("/espace/consultations/").content.decode()
    )
    assert "Dossier\u00a0:" not in signed_in(amelie).get("/espace/consultations/").content.decode()


def test_the_same_page_opened_again_is_one_line_with_its_count(amelie, signed_in, read_by_agent):
    """The journal keeps the six rows; the page groups them."""
    read_by_agent(6)
    page = signed_in(amelie).get("/espace/consultations/").content.decode()
    assert page.count("Alain Côté – a ouvert la conversation") == 1 and "6 fois" in page
    assert AuditEvent.objects.filter(verb="thread.read", citizen_id=amelie.citizen.pk).count() == 6


def test_a_line_names_what_was_opened_and_leads_there(amelie, saaq_agent, saaq_team, signed_in):
    """Three lines «a vérifié un document» named no file."""
    document = deposit(amelie, team=saaq_team, name="bail.pdf")
    record("document.downloaded", by=saaq_agent, citizen=amelie.citizen, subject=document)
    page = signed_in(amelie).get("/espace/consultations/").content.decode()
    assert "bail.pdf" in page and f"/documents/{document.pk}/fiche/" in page


def test_numbers_are_behind_in_small_print(amelie, signed_in, read_by_agent):
    read_by_agent(2)
    page = signed_in(amelie).get("/espace/consultations/").content.decode()
    numbers = AuditEvent.objects.filter(verb="thread.read").values_list("pk", flat=True)
    behind = page[page.index("Numéros des lignes") :]
    assert all(str(number) in behind for number in numbers)


def test_what_was_refused_is_not_a_consultation(amelie, saaq_agent, signed_in):
    record_refusal(by=saaq_agent, verb="access.refused", detail={}, citizen_id=amelie.citizen.pk)
    assert "Alain" not in signed_in(amelie).get("/espace/consultations/?voir=tout").content.decode()


def test_ones_own_actions_are_shown_on_request(amelie, signed_in):
    record("citizen.described", by=amelie, citizen=amelie.citizen)
    client = signed_in(amelie)
    assert "Vous – a indiqué" not in client.get("/espace/consultations/").content.decode()
    assert "Vous – a indiqué" in client.get("/espace/consultations/?voir=tout").content.decode()


def test_pages_follow_each_other_and_queries_do_not_grow(amelie, signed_in, read_by_agent):
    client = signed_in(amelie)
    read_by_agent(3)
    client.get("/espace/consultations/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/espace/consultations/")
    read_by_agent(300)
    with CaptureQueriesContext(connection) as many:
        first = client.get("/espace/consultations/")
    assert len(many) == len(few)
    older = first.context["page"].older
    second = client.get(f"/espace/consultations/{older}")
    assert {line.at for line in second.context["lines"]}.isdisjoint({line.at for line in first.context["lines"]})


@pytest.mark.parametrize(
    ("verb", "noted"),
    [("consent.given", "a noté que vous acceptez"), ("citizen.described", "a noté votre date de naissance")],
)
def test_what_an_agent_notes_is_not_the_agents_own(amelie, saaq_agent, saaq, signed_in, verb, noted):
    """«Alain Côté – a accepté de recevoir des messages» read as his own consent."""
    record(verb, by=saaq_agent, citizen=amelie.citizen, organization=saaq)
    assert f"Alain Côté – {noted}" in signed_in(amelie).get("/espace/consultations/").content.decode()


def test_what_one_does_oneself_keeps_its_words(amelie, signed_in):
    record("consent.given", by=amelie, citizen=amelie.citizen)
    assert "a accepté de recevoir" in signed_in(amelie).get("/espace/consultations/?voir=tout").content.decode()


def test_why_is_asked_from_the_line_itself(amelie, bruno, signed_in, read_by_agent, saaq_team):
    read_by_agent(1)
    hers = signed_in(amelie)
    event = AuditEvent.objects.get(citizen_id=amelie.citizen.pk, verb="thread.read")
    begin = f"/messages/nouveau/?ligne={event.pk}"
    assert begin in hers.get("/espace/consultations/").content.decode()
    form = hers.get(begin).context["form"]
    assert form.initial["team"] == saaq_team.pk and "Alain Côté a ouvert la conversation" in form.initial["body"]
    assert f"ligne {event.pk}" in form.initial["body"]
    for wrong in (f"?ligne={event.pk}", "?ligne=x", "?ligne=" + "9" * 40, "?ligne=%00"):
        assert not signed_in(bruno).get(f"/messages/nouveau/{wrong}").context["form"].initial


def test_why_is_not_asked_of_whom_one_may_not_write_to(amelie, bruno, signed_in, saaq_agent, saaq, ramq):
    """One mandate reads everything, the other writes to one organization."""
    give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno, may_act=False)
    give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno, is_limited=True, organization_ids=[ramq.pk])
    event = record("thread.read", by=saaq_agent, citizen=amelie.citizen, organization=saaq)
    form = signed_in(bruno, place=amelie.citizen).get(f"/messages/nouveau/?ligne={event.pk}").context["form"]
    assert form.initial["team"] is None and "Alain Côté" in form.initial["body"]
