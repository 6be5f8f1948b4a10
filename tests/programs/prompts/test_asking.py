"""Asked once, in its place, of everybody alike: answered and kept, answered for this time, left, taken back."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.threads.actions import write
from messaging.threads.models import Thread
from portal import clock
from portal.audit.models import AuditEvent
from portal.dossiers.actions import open_dossier
from portal.requested_documents.actions import ask, cancel
from programs.findings.actions import set_stance
from programs.findings.models import Finding
from programs.life_events.models import LifeEvent
from programs.prompts.models import Prompt
from programs.rules.verdicts import Verdict
from programs.situations.actions import erase_situation, keep_situation
from programs.situations.answers import COOKIE, OTHER
from programs.situations.models import AskedFact, Fact, Situation
from tests.queries import growth

pytestmark = pytest.mark.django_db
EVENT = "/programmes/evenements/accident-route/"
OTHERS = {"birth_date": dt.date(1980, 5, 1), "rrq_contributions_sufficient": True}


def page(client: Client, url: str) -> str:
    """With the part that it loads after itself."""
    answer = client.get(url, secure=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    loaded = re.search(r'data-loads="([^"]+)"', text)
    return text + (page(client, loaded[1]) if loaded else "")


def asks(text: str) -> bool:
    return "empêche de travailler?" in text and "Je préfère ne pas répondre" in text


def conversation(accidents, citizen, by, dossier=None) -> Thread:
    words = {"subject": "Suivi", "body": "Bonjour", "key": uuid.uuid4()}
    return write(by=by, citizen=citizen, team=accidents, dossier=dossier, **words)


def dossier_page(claim) -> str:
    return reverse("dossiers:dossier", args=[claim.pk])


def part(claim) -> str:
    return reverse("prompts:of_dossier", args=[claim.pk])


def test_without_a_script_a_link_leads_to_what_the_dossier_asks(claim, work, amelie, bruno, signed_in):
    client, here = signed_in(amelie), dossier_page(claim)
    assert f'<a href="{part(claim)}">' in client.get(here, secure=True).content.decode()
    text = page(client, part(claim))
    assert asks(text) and f'name="next" value="{part(claim)}"' in text and here in text
    assert signed_in(bruno).get(part(claim), secure=True).status_code == 404


def test_the_page_of_a_dossier_with_nothing_to_ask_says_so(amelie, saaq_team, signed_in):
    licence = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="P-1", title="Permis")
    keep_situation(citizen=amelie.citizen, given={"birth_date": dt.date(1950, 1, 1)}, by=amelie)
    assert "Rien à vous demander" in page(signed_in(amelie), part(licence))


def test_the_page_of_a_dossier_reads_nothing_of_the_advisor(claim, amelie, signed_in):
    """Whoever keeps answers paid thirty queries for it."""
    accident = {"road_accident_date": clock.today() - dt.timedelta(days=90), "resident_quebec": True}
    keep_situation(citizen=amelie.citizen, given=accident, by=amelie)
    client = signed_in(amelie)
    client.get(dossier_page(claim), secure=True)  # its notices are read
    with CaptureQueriesContext(connection) as asked:
        assert client.get(dossier_page(claim), secure=True).status_code == 200
    assert len(asked) <= 14 and not [one for one in asked if "situations_" in one["sql"].split(" WHERE ")[0]]


def test_the_dossier_asks_and_the_answer_opens_the_finding(claim, work, amelie, signed_in, press):
    client, here = signed_in(amelie), dossier_page(claim)
    assert asks(page(client, here))
    keep_situation(citizen=amelie.citizen, given=OTHERS, by=amelie)
    back = press(client, work, "keep", answer="yes", citizen=amelie.citizen.pk, come_from=here)
    assert back.url == f"{here}#au-bon-moment"
    text = page(client, here)
    assert not asks(text) and "Rente d’invalidité du RRQ" in text and "Vous pourriez y avoir droit" in text
    fact = Fact.objects.get(situation__citizen=amelie.citizen, definition="unable_to_work")
    assert (fact.value, fact.source) == (True, Fact.Source.CITIZEN)
    assert Finding.objects.get(citizen=amelie.citizen, program__code="rente-invalidite-rrq").verdict is Verdict.ELIGIBLE


@pytest.mark.parametrize(("said", "words"), [("yes", "À vérifier"), ("no", "Pas en ce moment")])
def test_the_answer_alone_says_what_is_missing_or_why_not(claim, work, amelie, signed_in, press, said, words):
    client, here = signed_in(amelie), dossier_page(claim)
    press(client, work, "keep", answer=said, citizen=amelie.citizen.pk, come_from=here)
    text = page(client, here)
    assert words in text and ("Condition non remplie" in text) == (said == "no")
    assert said == "no" or reverse("findings:question", args=["birth_date"]) in text


def test_answered_once_stays_in_the_cookie_and_does_not_come_back(claim, work, amelie, signed_in, press, clock_offset):
    client, here = signed_in(amelie), dossier_page(claim)
    answer = press(client, work, "once", answer="yes", come_from=here)
    assert b"true" not in answer.cookies[COOKIE].value.encode()
    text = page(client, here)
    assert not asks(text) and "Rente d’invalidité du RRQ" in text
    assert not Situation.objects.filter(citizen=amelie.citizen).exists()
    assert AskedFact.objects.get(citizen=amelie.citizen).outcome == AskedFact.Outcome.ONCE
    clock_offset(minutes=31)  # the session is over too: they sign in again
    client = signed_in(amelie)
    client.cookies[COOKIE] = answer.cookies[COOKIE].value
    text = page(client, here)
    assert not asks(text) and "Rente d’invalidité du RRQ" not in text


def test_declined_it_comes_back_nowhere_until_asked_for(claim, work, accidents, amelie, signed_in, press):
    client, here = signed_in(amelie), dossier_page(claim)
    thread = conversation(accidents, amelie.citizen, amelie)
    assert asks(page(client, thread.get_absolute_url()))
    press(client, work, "pass", come_from=here)
    for url in (here, thread.get_absolute_url(), EVENT):
        assert not asks(page(client, url)), url
    assert not Fact.objects.filter(situation__citizen=amelie.citizen).exists()
    results = page(client, reverse("findings:result"))
    assert "Questions posées au passage" in results
    url = reverse("prompts:take_back", args=["unable_to_work"])
    client.post(url, {"next": "/programmes/pistes/resultat/"}, secure=True)
    assert asks(page(client, here)) and not AskedFact.objects.filter(citizen=amelie.citizen).exists()


def test_the_same_fact_is_asked_once_whatever_the_organization(work, amelie, signed_in, press):
    client = signed_in(amelie)
    press(client, work, "pass")
    assert not asks(page(client, "/programmes/evenements/accident-travail/"))


def test_taken_back_the_fact_is_erased_and_the_finding_follows(claim, work, amelie, signed_in, press):
    client = signed_in(amelie)
    keep_situation(citizen=amelie.citizen, given=OTHERS, by=amelie)
    press(client, work, "keep", answer="yes")
    client.post(reverse("prompts:take_back", args=["unable_to_work"]), {"next": "/espace/"}, secure=True)
    assert not Fact.objects.filter(situation__citizen=amelie.citizen, definition="unable_to_work").exists()
    assert Fact.objects.filter(situation__citizen=amelie.citizen).count() == 2
    assert Finding.objects.get(citizen=amelie.citizen, program__code="rente-invalidite-rrq").verdict is Verdict.UNKNOWN
    assert asks(page(client, dossier_page(claim)))


def test_one_question_at_a_time_in_the_published_order(claim, work, amelie, signed_in, press):
    client, here = signed_in(amelie), dossier_page(claim)
    assert "limite-t-elle vos déplacements" not in page(client, here)
    press(client, work, "pass", come_from=here)
    text = page(client, here)
    assert text.count('name="pass"') == 1 and "limite-t-elle vos déplacements" in text


def test_not_asked_when_it_can_change_nothing(claim, work, amelie, signed_in):
    """Older than the pension allows: the most intimate of questions is not put for nothing."""
    keep_situation(citizen=amelie.citizen, given={"birth_date": dt.date(1950, 1, 1)}, by=amelie)
    assert not asks(page(signed_in(amelie), dossier_page(claim)))


def test_a_fact_already_known_is_not_asked(claim, amelie, signed_in):
    keep_situation(citizen=amelie.citizen, given={"unable_to_work": False, "mobility_limitation": False}, by=amelie)
    assert 'name="pass"' not in page(signed_in(amelie), dossier_page(claim))


def test_after_a_requested_document_was_sent(accidents, claim, work, amelie, people, signed_in):
    """Before it is sent the page is about the requested document; afterwards it asks."""
    requested_document = _requested_document(accidents, claim, amelie, people["benoit"])
    client, url = signed_in(amelie), requested_document.get_absolute_url()
    assert not asks(page(client, url))
    cancel(by=people["benoit"], request=requested_document)
    assert asks(page(client, url))


def _requested_document(team, dossier, citizen_user, agent, label="Rapport médical"):
    return ask(
        by=agent,
        citizen=citizen_user.citizen,
        team=team,
        dossier=dossier,
        about=None,
        label=label,
        reason="",
        due_on=clock.today() + dt.timedelta(days=900),
    )


# Who answers for whom


def test_a_representative_answers_for_the_person(claim, work, amelie, rachel, signed_in, press):
    client, here = signed_in(rachel, place=amelie.citizen), dossier_page(claim)
    text = page(client, here)
    assert asks(text) and "répondez à sa place" in text
    press(client, work, "keep", answer="yes", citizen=amelie.citizen.pk, come_from=here)
    fact = Fact.objects.get(situation__citizen=amelie.citizen)
    assert fact.source == Fact.Source.REPRESENTATIVE
    assert AskedFact.objects.get().settled_by == rachel
    text = page(client, here)
    assert "Rente d’invalidité du RRQ" in text
    assert reverse("findings:question", args=["birth_date"]) not in text  # those are the representative's own questions


def test_the_cookie_of_somebody_else_never_mixes(claim, work, amelie, bruno, rachel, signed_in, press):
    client, here = signed_in(rachel, place=amelie.citizen), dossier_page(claim)
    press(client, work, "once", answer="yes", citizen=amelie.citizen.pk, come_from=here)
    assert OTHER in client.cookies and COOKIE not in client.cookies
    assert "Rente d’invalidité du RRQ" in page(client, here)
    own = signed_in(rachel)
    own.cookies.update(client.cookies)
    assert not own.get(reverse("findings:result"), secure=True).context["answered"]
    assert not Fact.objects.exists()


@pytest.mark.parametrize("button", ["keep", "once", "pass"])
def test_a_stranger_answers_for_nobody_else(work, amelie, bruno, people, signed_in, press, client, button):
    for stranger in (signed_in(bruno), signed_in(people["benoit"]), client):
        for named in (amelie.citizen.pk, "pas-un-id", uuid.uuid4()):
            assert press(stranger, work, button, answer="yes", citizen=named).status_code == 404
    url = reverse("prompts:take_back", args=["unable_to_work"])
    assert signed_in(bruno).post(url, {"citizen": amelie.citizen.pk}).status_code == 404
    assert not AskedFact.objects.exists() and not Fact.objects.exists()


def test_a_revoked_mandate_answers_no_more(work, amelie, rachel, signed_in, press):
    client = signed_in(rachel, place=amelie.citizen)
    rachel.mandates.update(revoked_at=dt.datetime.now(dt.UTC), revoked_by=amelie)
    assert press(client, work, "keep", answer="yes", citizen=amelie.citizen.pk).status_code == 404


def test_without_an_account_in_the_cookie_only(work, people, client, press):
    assert asks(page(client, EVENT)) and "conserver ma réponse" not in page(client, EVENT)
    press(client, work, "once", answer="yes", come_from=EVENT)
    text = page(client, EVENT)
    assert not asks(text) and "Rente d’invalidité du RRQ" in text
    assert not Fact.objects.exists() and not AskedFact.objects.exists()
    client.post(reverse("prompts:take_back", args=["unable_to_work"]), {"next": EVENT}, secure=True)
    assert asks(page(client, EVENT))
    press(client, work, "pass", come_from=EVENT)
    assert not asks(page(client, EVENT))


def test_a_public_page_with_answers_is_kept_by_no_cache(people, client):
    assert "no-store" in client.get(EVENT)["Cache-Control"]


def test_the_account_of_an_agent_keeps_nothing(work, people, signed_in, press):
    answer = press(signed_in(people["alain"]), work, "keep", answer="yes", come_from=EVENT)
    assert answer.status_code == 302 and not Fact.objects.exists() and not AskedFact.objects.exists()


# Bad input


def test_no_choice_says_what_to_do_and_loses_nothing(claim, work, amelie, signed_in, press):
    answer = press(signed_in(amelie), work, "keep", citizen=amelie.citizen.pk, come_from=dossier_page(claim))
    text = answer.content.decode()
    assert answer.status_code == 422 and "Choisissez" in text and dossier_page(claim) in text and asks(text)


@pytest.mark.parametrize("elsewhere", ["https://exemple.test/", "//exemple.test/", "javascript:alert(1)", "", "espace"])
def test_one_comes_back_to_the_portal_only(work, amelie, signed_in, press, elsewhere):
    answer = press(signed_in(amelie), work, "pass", come_from=elsewhere)
    assert answer.url == f"{reverse('findings:result')}#au-bon-moment"


def test_get_is_refused_and_a_retired_prompt_gone(work, amelie, bruno, signed_in, press):
    client = signed_in(amelie)
    assert client.get(reverse("prompts:prompt", args=[work.pk])).status_code == 405
    Prompt.objects.filter(pk=work.pk).update(retired_at=dt.datetime.now(dt.UTC), retired_by=amelie)
    assert press(client, work, "pass").status_code == 404
    assert not asks(page(client, EVENT))


def test_several_choices(amelie, signed_in, press, people):
    prompt = Prompt.objects.get(code="deces-personne")
    event = LifeEvent.objects.get(code="deces-conjoint").get_absolute_url()
    client = signed_in(amelie)
    press(client, prompt, "keep", answer=["spouse", "other"], come_from=event)
    assert Fact.objects.get().value == ("spouse", "other")
    text = page(client, event)
    assert "Rente de conjoint survivant" in text or "conjoint survivant" in text


# Told, sealed, forgotten


def test_the_journal_names_neither_question_nor_answer(work, amelie, signed_in, press):
    press(signed_in(amelie), work, "keep", answer="yes")
    event = AuditEvent.objects.get(verb="prompt.settled")
    text = str(event.__dict__)
    assert event.citizen_id == amelie.citizen.pk and event.organization_id is None
    assert "unable" not in text and "True" not in str(event.detail) and str(work.pk) not in text


def test_erasing_the_answers_forgets_what_was_asked(work, amelie, signed_in, press):
    press(signed_in(amelie), work, "pass")
    erase_situation(citizen=amelie.citizen, by=amelie)
    assert not AskedFact.objects.filter(citizen=amelie.citizen).exists()


def test_the_first_of_two_tabs_counts(work, amelie, signed_in, press):
    client = signed_in(amelie)
    press(client, work, "keep", answer="yes")
    press(client, work, "keep", answer="no")
    assert "a déjà eu sa réponse" in page(client, reverse("pages:space"))
    press(client, work, "pass")
    assert Fact.objects.get().value is True and AskedFact.objects.get().outcome == AskedFact.Outcome.KEPT
    assert AuditEvent.objects.filter(verb="prompt.settled").count() == 1


def test_the_agent_sees_neither_question_nor_finding(claim, work, accidents, amelie, people, signed_in, press):
    press(signed_in(amelie), work, "keep", answer="yes")
    thread = conversation(accidents, amelie.citizen, amelie)
    agent = signed_in(people["benoit"])
    for url in (
        reverse("admin:dossiers_dossier_change", args=[claim.pk]),
        reverse("admin:threads_thread_change", args=[thread.pk]),
    ):
        text = page(agent, url)
        assert "empêche de travailler" not in text and "Rente d’invalidité" not in text, url


def test_the_page_costs_the_same_with_more_questions(claim, work, amelie, signed_in, accidents):
    keep_situation(citizen=amelie.citizen, given=OTHERS, by=amelie)
    client, fact = signed_in(amelie), work.fact
    _requested_document(accidents, claim, amelie, amelie)
    conversation(accidents, amelie.citizen, amelie, claim)
    with growth(client, dossier_page(claim)) as cost:
        for position in range(5):
            more = Prompt.objects.create(
                organization=work.organization, team=accidents, fact=fact, position=9 + position
            )
            more.programs.set(work.programs.all())
            _requested_document(accidents, claim, amelie, amelie, label=f"Pièce {position}")
            conversation(accidents, amelie.citizen, amelie, claim)
    assert cost.after == cost.before


def test_no_program_is_named_before_its_question_is_answered(claim, work, amelie, signed_in, press):
    keep_situation(citizen=amelie.citizen, given=OTHERS, by=amelie)
    client, here = signed_in(amelie), dossier_page(claim)
    assert not client.get(part(claim), secure=True).context["moment"].has_findings
    press(client, work, "keep", answer="yes", come_from=here)
    lists = client.get(part(claim), secure=True).context["moment"].lists
    assert [one.program.code for shown in lists.values() for one in shown] == ["rente-invalidite-rrq"]


def test_a_dossier_shows_what_its_organization_could_owe(claim, amelie, signed_in):
    accident = {"road_accident_date": clock.today() - dt.timedelta(days=90), "resident_quebec": True}
    keep_situation(citizen=amelie.citizen, given=accident, by=amelie)
    moment = signed_in(amelie).get(part(claim), secure=True).context["moment"]
    assert [one.program.code for one in moment.lists["eligible"]] == ["indemnites-saaq"]


def test_what_the_person_set_aside_is_left_out(claim, work, amelie, signed_in, press):
    client, here = signed_in(amelie), dossier_page(claim)
    keep_situation(citizen=amelie.citizen, given=OTHERS, by=amelie)
    press(client, work, "keep", answer="yes", come_from=here)
    finding = Finding.objects.get(citizen=amelie.citizen, program__code="rente-invalidite-rrq")
    set_stance(finding=finding, stance=Finding.Stance.RECEIVED, by=amelie)
    assert "Rente d’invalidité" not in page(client, here).split("au-bon-moment")[1]
