"""The papers of a program: one vocabulary over all programs, and what the person already has, in one query."""

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils.http import urlencode

from portal import clock
from portal.access.visibility import forget_visibility
from portal.document_types.actions import retire
from portal.document_types.models import DocumentType
from portal.documents import actions
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.foundation.crypto import fields as sealed_fields
from portal.mandates.actions import revoke
from portal.mandates.models import Mandate
from programs.findings.templatetags.programs_tags import papers_of
from programs.program_versions.words_form import AskedDocumentForm
from programs.programs.models import Program
from programs.programs.papers import DocumentStanding, available_documents, kind_of, needs_of
from programs.reference import load
from programs.situations.actions import keep_situation
from tests.portal.documents import corpus
from tests.queries import growth

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 22)
RESULT = reverse("findings:result")


def keep(user, code: str, name: str = "", **words) -> Document:
    upload = seal_upload(name or f"{code}.pdf", corpus.pdf((name or code).encode()))
    words["document_type"] = DocumentType.objects.get(code=code)
    return screen(document_id=actions.deposit(by=user, citizen=user.citizen, upload=upload, words=words).pk)


def standing(user, program: str, on: dt.date = DAY) -> dict[str, DocumentStanding]:
    needs = needs_of(Program.objects.get(code=program), available_documents(user, on), on)
    return {line.code: line.standing for line in needs.lines}


def page_of(code: str) -> str:
    return reverse("programs:program", args=[code])


# -- the vocabulary


def test_every_paper_of_every_program_is_a_kind_and_every_kind_is_asked(catalogue) -> None:
    known = set(DocumentType.objects.values_list("code", flat=True))
    asked = {kind_of(one["id"], paper["id"]) for one in load("programs")["programs"] for paper in one["documents"]}
    assert asked == known


def test_an_id_that_is_not_split_has_one_wording(catalogue) -> None:
    wordings: dict[str, set[str]] = {}
    for one in load("programs")["programs"]:
        for paper in one["documents"]:
            wordings.setdefault(paper["id"], set()).add(paper["fr"])
    assert all(len(item) == 1 for item in wordings.values())
    names = dict(DocumentType.objects.values_list("code", "name_fr"))
    split = {one["asked_as"] for one in load("papers")["papers"] if "asked_as" in one}
    assert split == {"naissance", "nas", "factures"}
    assert {code for code, item in wordings.items() if code not in split and names[code] not in item} == set()


def test_a_split_names_programs_that_ask_for_it(catalogue) -> None:
    asked = {one["id"]: {paper["id"] for paper in one["documents"]} for one in load("programs")["programs"]}
    for one in load("papers")["papers"]:
        assert all(one["asked_as"] in asked[program] for program in one.get("programs", ())), one["code"]


def test_an_invoice_for_child_care_does_not_serve_for_a_heat_pump(catalogue, amelie) -> None:
    keep(amelie, "factures-garde")
    assert standing(amelie, "credit-frais-garde")["factures-garde"] is DocumentStanding.TO_COMPARE
    assert standing(amelie, "logisvert")["factures-travaux"] is DocumentStanding.MISSING


# -- how a paper stands


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"issued_on": dt.date(2025, 11, 22)}, DocumentStanding.HERE),  # twelve months today
        ({"issued_on": dt.date(2025, 11, 21)}, DocumentStanding.OLD),
        ({"issued_on": dt.date(2020, 1, 1), "expires_on": dt.date(2027, 1, 1)}, DocumentStanding.HERE),
        ({"expires_on": DAY}, DocumentStanding.HERE),  # good until the end of that day
        ({"expires_on": DAY - dt.timedelta(days=1)}, DocumentStanding.EXPIRED),
    ],
)
def test_a_lease_ages_from_its_own_date(catalogue, amelie, words, expected) -> None:
    keep(amelie, "bail", **words)
    assert standing(amelie, "credit-solidarite")["bail"] is expected


def test_what_does_not_age_stays(catalogue, amelie) -> None:
    keep(amelie, "naissance", issued_on=dt.date(1990, 1, 1))
    assert standing(amelie, "carte-assurance-maladie")["naissance"] is DocumentStanding.HERE


def test_without_a_date_on_it_it_ages_from_the_day_it_came(catalogue, amelie) -> None:
    document = keep(amelie, "bail")
    assert document.dated_on == clock.today()
    assert standing(amelie, "credit-solidarite", clock.today() + dt.timedelta(days=400))["bail"] is DocumentStanding.OLD


def test_a_retired_kind_and_an_unknown_one_are_to_be_given(catalogue, amelie, operator) -> None:
    keep(amelie, "bail")
    retire(document_type=DocumentType.objects.get(code="bail"), by=operator)
    program = Program.objects.get(code="credit-solidarite")
    program.documents += [{"id": "inconnu", "fr": "Un papier d’ailleurs", "en": ""}]
    needs = needs_of(program, available_documents(amelie, DAY), DAY)
    assert {line.standing for line in needs.lines} == {DocumentStanding.MISSING} and needs.here == 0


# -- the pages


def test_the_program_page_recognises_them(catalogue, amelie, signed_in) -> None:
    keep(amelie, "bail", "mon <b>bail</b>.pdf")
    keep(amelie, "revenus", issued_on=dt.date(2020, 5, 1))
    page = " ".join(signed_in(amelie).get(page_of("credit-solidarite")).content.decode().split())
    assert "1 papier sur 3 est déjà dans votre dossier." in page
    assert "Vous l’avez déjà : <a href=" in page and "mon _b_bail__b_.pdf" not in page
    assert "<b>bail" not in page
    assert "Peut-être à renouveler : <a href=" in page and "date de plus de 12 mois." in page
    assert "À fournir." in page and f"{reverse('documents:deposit')}?genre=depot" in page


def test_a_report_made_for_another_request_is_to_be_compared(catalogue, amelie, signed_in) -> None:
    keep(amelie, "medical")
    page = signed_in(amelie).get(page_of("vignette-stationnement")).content.decode()
    assert "Vérifiez qu’il convient à cette demande." in page and "déjà dans votre dossier" not in page


def test_nothing_changes_for_those_who_are_not_signed_in(catalogue, amelie, client) -> None:
    keep(amelie, "bail")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(page_of("credit-solidarite")).content.decode()
    assert not [
        one for one in captured if "documents_document" in one["sql"] or "document_types_documenttype" in one["sql"]
    ]
    assert "<li>Bail, relevé 31 ou compte de taxes</li>" in page
    assert "À fournir" not in page and "Vous l’avez" not in page


def test_others_are_told_of_their_own_only(catalogue, people, amelie, signed_in) -> None:
    document = keep(amelie, "bail", "secret.pdf")
    for key in ["bruno", "rachel", "alain", "emile", "olga"]:
        page = signed_in(people[key]).get(page_of("credit-solidarite")).content.decode()
        assert "secret.pdf" not in page and str(document.pk) not in page, key
        assert ("À fournir." in page) == (key in {"bruno", "rachel"}), key


def test_an_agent_on_the_telephone_sees_no_file(catalogue, saaq_agent, signed_in) -> None:
    page = signed_in(saaq_agent).get(reverse("admin:programs_program_assisted_result")).content.decode()
    assert "À fournir." not in page and "Papiers utiles" in page


def test_the_findings_recognise_them_too_in_one_query(catalogue, amelie, signed_in) -> None:
    given = {
        "resident_quebec": True,
        "immigration_status": "citizen",
        "children": ({"birth_date": dt.date(2026, 1, 2)},),
    }
    keep_situation(citizen=amelie.citizen, given=given, by=amelie)
    client = signed_in(amelie)
    for code in ["bail", "nas", "revenus", "naissance-enfant"]:
        keep(amelie, code)
    assert "Vous l’avez déjà" in client.get(RESULT).content.decode()
    with growth(client, RESULT) as result:
        for paper in DocumentType.objects.exclude(documents__isnull=False):
            keep(amelie, paper.code)
        for number in range(10):
            keep(amelie, "bail", f"{number}.pdf")
    assert result.before == result.after
    with CaptureQueriesContext(connection) as captured:
        client.get(RESULT)
    assert len([one for one in captured if 'FROM "documents_document"' in one["sql"]]) == 1


def test_only_the_names_shown_are_opened(catalogue, amelie, signed_in, monkeypatch) -> None:
    for code in ["bail", "medical", "accident", "deces"]:
        keep(amelie, code)
    for number in range(5):
        keep(amelie, "bail", f"{number}.pdf")
    client, opened, real = signed_in(amelie), [], sealed_fields.unseal_bytes

    def unseal(value, *, context):
        opened.append(context)
        return real(value, context=context)

    monkeypatch.setattr(sealed_fields, "unseal_bytes", unseal)
    client.get(page_of("credit-solidarite"))
    assert len([one for one in opened if one.startswith("documents_document.name")]) == 1


def test_a_paper_named_as_a_kind_is_one(catalogue) -> None:
    for words, code in [("Relevé d’emploi", "emploi"), ("Permis de chasse", "permis-de-chasse"), ("!", "papier")]:
        form = AskedDocumentForm(QueryDict(urlencode({"fr": words, "here": "1"})))
        assert form.is_valid() and form.written()["id"] == code


def test_who_acts_for_a_person_is_told_what_that_person_has(catalogue, amelie, rachel, bruno, rf) -> None:
    keep(amelie, "bail")
    program = Program.objects.get(code="credit-solidarite")

    def told_to(user) -> dict[str, DocumentStanding]:
        forget_visibility(user)
        user.__dict__.pop("_papers_at_hand", None)
        request = rf.get("/")
        request.user, request.resolver_match = user, resolve("/programmes/")
        needs = papers_of({"request": request, "papers_citizen": amelie.citizen}, program)
        return {line.code: line.standing for line in needs.lines}

    assert told_to(rachel)["bail"] is DocumentStanding.HERE
    assert set(told_to(bruno).values()) == {DocumentStanding.UNTOLD}
    revoke(mandate=Mandate.objects.get(holder=rachel, citizen=amelie.citizen), by=amelie)
    assert set(told_to(rachel).values()) == {DocumentStanding.UNTOLD}
