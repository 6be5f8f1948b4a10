"""«Qui a consulté mon dossier»: one's own file only, in words, in as many queries for 3 rows as for 300."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.actions import record


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


def test_ones_own_deeds_are_shown_on_request(amelie, signed_in):
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
