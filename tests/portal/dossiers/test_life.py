"""A dossier's whole life: opened, moved, promised, decided, closed, reopened; each once, each notified."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import transaction

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.dossier_type_versions.actions import import_dossier_types
from portal.dossier_types.models import DossierType
from portal.dossier_types.stages import Awaits
from portal.dossiers.actions import (
    DossierOvertaken,
    NotOfItsType,
    close,
    decide,
    move,
    open_dossier,
    promise,
    reopen,
    withdraw,
)
from portal.dossiers.delays import LEAST, count_delays
from portal.dossiers.lateness import notice_late
from portal.dossiers.models import Dossier, DossierDecision, Move, UsualDelay
from portal.notices.models import Notice
from portal.work_items.models import WorkItem
from reminders.kinds.texts import speaking
from reminders.letters.dossier_blocks import LetterDossier, block_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def licence(saaq_team) -> DossierType:
    import_dossier_types(by=None)
    return DossierType.objects.get(code="permis-conduire")


@pytest.fixture
def opened(amelie, saaq_agent, saaq_team, licence) -> Dossier:
    return open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=licence)


def notices(dossier) -> list[str]:
    found = Notice.objects.filter(subject_type="dossiers.dossier", subject_id=dossier.pk)
    return list(found.order_by("created_at", "pk").values_list("kind", flat=True))


def tasks(dossier) -> list[tuple[str, bool]]:
    found = WorkItem.objects.open().about(dossier)
    return [(item.kind, bool(item.citizen_id)) for item in found]


def test_opened_of_a_type_it_has_its_number_its_first_stage_and_its_promise(opened, licence, amelie):
    assert opened.number == f"SAAQ-P-{today().year}-000001"
    assert (opened.title, opened.stage) == ("Permis de conduire", "recu")
    assert opened.promised_on == today(amelie.citizen.time_zone) + licence.promised_days * DAY
    assert notices(opened) == ["dossier"] and tasks(opened) == [("dossiers.advance", False)]
    assert [one.kind for one in opened.moves.all()] == ["opened"]


def test_numbers_follow_and_pass_over_those_given_otherwise(opened, amelie, saaq_team, licence):
    year = today().year
    open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number=f"SAAQ-P-{year}-000002", title="Autre")
    third = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, dossier_type=licence)
    assert third.number == f"SAAQ-P-{year}-000003"


def test_moved_to_the_person_and_back_the_promise_is_later_by_as_long(opened, saaq_agent, clock_offset):
    promised = opened.promised_on
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer", note="Il manque une photo.")
    assert tasks(opened) == [("dossiers.answer", True)]
    clock_offset(days=9)
    move(by=saaq_agent, dossier=opened, revision=2, stage="etude")
    assert opened.promised_on == promised + 9 * DAY
    assert tasks(opened) == [("dossiers.advance", False)] and notices(opened) == ["dossier"] * 3
    assert [(one.stage_name, one.note) for one in opened.moves.all()] == [
        ("Reçu", ""),
        ("À compléter", "Il manque une photo."),
        ("À l’étude", ""),
    ]


def test_the_pause_lasts_until_it_is_the_teams_turn_again(opened, saaq_agent, clock_offset):
    _add_stage(opened, "temoin", Awaits.PERSON)
    promised = opened.promised_on
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer")
    clock_offset(days=9)
    move(by=saaq_agent, dossier=opened, revision=2, stage="temoin", note="Il manque aussi un témoin.")
    clock_offset(days=14)
    move(by=saaq_agent, dossier=opened, revision=3, stage="etude")
    assert opened.promised_on == promised + 14 * DAY
    clock_offset(days=20)
    move(by=saaq_agent, dossier=opened, revision=4, stage="suite")
    assert opened.promised_on == promised + 14 * DAY


def test_a_day_promised_anew_meanwhile_is_later_by_what_follows_only(opened, saaq_agent, clock_offset):
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer")
    clock_offset(days=9)
    promised = today() + 60 * DAY
    promise(by=saaq_agent, dossier=opened, revision=2, promised_on=promised)
    clock_offset(days=12)
    move(by=saaq_agent, dossier=opened, revision=3, stage="etude")
    assert opened.promised_on == promised + 3 * DAY


def _add_stage(dossier, code, awaits) -> None:
    kind = dossier.dossier_type
    kind.stages = [*kind.stages, {"code": code, "name_fr": code, "awaits": awaits}]
    kind.save(update_fields=["stages"])


def test_of_two_at_once_the_second_is_refused_and_nothing_is_written(opened, saaq_agent):
    again = Dossier.objects.get(pk=opened.pk)
    move(by=saaq_agent, dossier=opened, revision=1, stage="etude")
    for late in (
        lambda: move(by=saaq_agent, dossier=again, revision=1, stage="suite"),
        lambda: decide(by=saaq_agent, dossier=again, revision=1, outcome="granted"),
        lambda: close(by=saaq_agent, dossier=again, revision=1),
        lambda: promise(by=saaq_agent, dossier=again, revision=1, promised_on=today() + DAY),
        lambda: reopen(by=saaq_agent, dossier=again, revision=2),
    ):
        with pytest.raises(DossierOvertaken), transaction.atomic():
            late()
    assert Move.objects.filter(dossier=opened).count() == 2 and notices(opened) == ["dossier"] * 2
    assert not DossierDecision.objects.exists()


def test_what_its_type_does_not_have_is_refused(opened, saaq_agent):
    about = {"by": saaq_agent, "dossier": opened, "revision": 1}
    for wrong in (
        lambda: move(**about, stage="nulle-part"),
        lambda: decide(**about, outcome="peut-être"),
        lambda: decide(**about, outcome="granted", reason="sante"),
        lambda: decide(**about, outcome="refused", reason="sante"),  # without a remedy
        lambda: decide(**about, outcome="refused", remedy="inconnu"),
    ):
        with pytest.raises(NotOfItsType), transaction.atomic():
            wrong()
    assert Dossier.objects.get(pk=opened.pk).revision == 1


def test_a_decision_has_its_words_its_remedy_and_the_last_day_to_contest(opened, saaq_agent, amelie):
    about = {"by": saaq_agent, "dossier": opened, "revision": 1}
    decision = decide(**about, outcome="refused", reason="sante", words="Voyez votre médecin.", remedy="revision")
    assert decision.words.endswith("\n\nVoyez votre médecin.") and "état de santé" in decision.words
    assert decision.contest_until == today(amelie.citizen.time_zone) + 60 * DAY
    assert (opened.state, opened.promised_on, tasks(opened)) == ("closed", None, [])
    assert notices(opened) == ["dossier", "decision"]
    event = AuditEvent.objects.get(verb="dossier.decided")
    assert event.by_id == saaq_agent.pk and "médecin" not in str(event.__dict__)


def test_reopened_its_decision_is_withdrawn_and_another_may_be_made(opened, saaq_agent):
    decide(by=saaq_agent, dossier=opened, revision=1, outcome="granted")
    reopen(by=saaq_agent, dossier=opened, revision=2, note="Une erreur de notre part.")
    assert not DossierDecision.objects.in_force().exists() and opened.is_open and opened.closed_at is None
    assert tasks(opened) == [("dossiers.advance", False)]
    decide(by=saaq_agent, dossier=opened, revision=3, outcome="granted", closes=False)
    assert opened.is_open and tasks(opened) == []
    close(by=saaq_agent, dossier=opened, revision=4)
    assert [one.kind for one in opened.moves.all()] == "opened decided reopened decided closed".split()


def test_reopened_where_the_person_was_awaited_it_goes_back_to_the_team(opened, saaq_agent, amelie, signed_in):
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer")
    close(by=saaq_agent, dossier=opened, revision=2, note="Rien n’est venu.")
    reopen(by=saaq_agent, dossier=opened, revision=3, note="La photo est arrivée.")
    assert (opened.stage, opened.awaits, opened.paused_at) == ("recu", "team", None)
    assert tasks(opened) == [("dossiers.advance", False)]
    page = signed_in(amelie).get(opened.get_absolute_url()).content.decode()
    assert "attend quelque chose de vous" not in page and "Envoyez ce qui est demandé" not in page


def test_a_type_whose_stages_changed_does_not_say_whose_turn_it_is(opened, amelie, signed_in):
    kind = opened.dossier_type
    kind.stages = [{**stage, "awaits": "person", "want_fr": "Payez le droit."} for stage in kind.stages]
    kind.save(update_fields=["stages"])
    assert "Payez le droit." not in block_of(LetterDossier(opened, None, [], ""), {})["sentences"]
    page = signed_in(amelie).get(opened.get_absolute_url()).content.decode()
    assert "Payez le droit." not in page and "Rien n’est attendu de vous pour l’instant." in page


def test_a_decision_of_an_open_dossier_is_withdrawn_and_an_answer_promised_anew(opened, saaq_agent, amelie, licence):
    with pytest.raises(DossierOvertaken), transaction.atomic():
        withdraw(by=saaq_agent, dossier=opened, revision=1, note="Rien à retirer.")
    decision = decide(by=saaq_agent, dossier=opened, revision=1, outcome="granted", closes=False)
    with pytest.raises(DossierOvertaken), transaction.atomic():
        withdraw(by=saaq_agent, dossier=opened, revision=1, note="Trop tard.")
    withdraw(by=saaq_agent, dossier=opened, revision=2, note="Une erreur de notre part.")
    decision.refresh_from_db()
    assert decision.withdrawn_at and decision.withdrawn_by == saaq_agent and opened.is_open
    assert opened.promised_on == today(amelie.citizen.time_zone) + licence.promised_days * DAY
    assert tasks(opened) == [("dossiers.advance", False)] and notices(opened)[-1] == "dossier"
    decide(by=saaq_agent, dossier=opened, revision=3, outcome="granted")
    assert [one.kind for one in opened.moves.all()] == "opened decided withdrawn decided".split()


def test_once_the_promise_passes_the_person_is_notified_once(opened, saaq_agent, clock_offset, licence):
    clock_offset(days=licence.promised_days)
    assert notice_late() == 0
    clock_offset(days=licence.promised_days + 1)
    assert (notice_late(), notice_late()) == (1, 0)
    assert notices(opened) == ["dossier", "dossier_late"]
    opened.refresh_from_db()
    assert opened.is_late and WorkItem.objects.open().late().about(opened).exists()
    promise(by=saaq_agent, dossier=opened, revision=2, promised_on=today() + 5 * DAY)
    assert not opened.is_late and notice_late() == 0
    clock_offset(days=licence.promised_days + 8)
    assert notice_late() == 1


def test_nobody_is_late_while_the_person_is_awaited(opened, saaq_agent, clock_offset):
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer")
    clock_offset(days=400)
    assert notice_late() == 0 and not opened.is_late


def test_usual_delays_are_counted_from_twenty_that_ended(amelie, saaq_team, licence):
    for number in range(LEAST - 1):
        _ended(amelie, saaq_team, licence, number + 1)
    assert count_delays() == 0 and not UsualDelay.objects.exists()
    _ended(amelie, saaq_team, licence, LEAST)
    assert count_delays() == 1
    usual = UsualDelay.objects.get()
    assert (usual.count, usual.median_days, usual.low_days, usual.high_days) == (20, 10, 2, 18)
    Dossier.objects.filter(number="D-3").update(state="open", closed_at=None)
    assert count_delays() == 0 and not UsualDelay.objects.exists()


def _ended(person, team, dossier_type, days: int) -> None:
    dossier = open_dossier(by=None, citizen=person.citizen, team=team, dossier_type=dossier_type, number=f"D-{days}")
    opened_at = dossier.opened_at - days * DAY
    Dossier.objects.filter(pk=dossier.pk).update(
        opened_at=opened_at, closed_at=opened_at + days * DAY, state=Dossier.State.CLOSED
    )


def test_cut_before_its_notice_a_decision_was_not_made(opened, saaq_agent, monkeypatch):
    def cut(*_args, **_kwargs):
        raise SystemExit

    monkeypatch.setattr("portal.dossiers.telling.announce", cut)
    with pytest.raises(SystemExit), transaction.atomic():
        decide(by=saaq_agent, dossier=opened, revision=1, outcome="granted")
    again = Dossier.objects.get(pk=opened.pk)
    assert (again.revision, again.state) == (1, "open") and not DossierDecision.objects.exists()
    assert tasks(opened) == [("dossiers.advance", False)] and Move.objects.filter(dossier=opened).count() == 1


def test_a_letter_of_a_decision_begins_as_its_type_says(opened, saaq_agent, licence):
    decision = decide(by=saaq_agent, dossier=opened, revision=1, outcome="granted")
    sentences = block_of(LetterDossier(opened, decision, [], ""), {})["sentences"]
    assert sentences[0] == licence.letter_fr and any("acceptée" in sentence for sentence in sentences)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_letter_of_a_refusal_says_how_to_contest_without_a_screen(opened, saaq_agent, language):
    decision = decide(by=saaq_agent, dossier=opened, revision=1, outcome="refused", reason="sante", remedy="revision")
    with speaking(language):
        procedure = block_of(LetterDossier(opened, decision, [], ""), {})["procedure"]
    phone = (opened.organization.phone or settings.HELP_PHONE).replace(" ", "\u00a0")
    telephone, post = ("Au téléphone", "Par la poste") if language == "fr" else ("By telephone", "By post")
    assert any(line.startswith(telephone) and phone in line and opened.number in line for line in procedure)
    assert any(line.startswith(post) and opened.number in line for line in procedure)
