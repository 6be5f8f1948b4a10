"""Proactive advice: off until turned on, on and off in one click, told once, nothing left behind."""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from portal import clock
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Consent, Purpose
from portal.isolation import actions as isolation
from portal.isolation.models import SetAside
from portal.notices.models import Notice
from programs.findings import telling
from programs.findings.actions import advise, turn_off, turn_on
from programs.findings.models import Finding
from programs.findings.telling import tell_news
from programs.profiles.actions import empty_withdrawn
from programs.profiles.models import (
    DirtyProfile,
    Profile,
    ProfileAlias,
    ProfileEvaluation,
    ProfileOwner,
    UpcomingEligibility,
)
from programs.programs.models import Program
from programs.scans.actions import scan_all, scan_due
from programs.situations.actions import keep_situation
from programs.situations.models import Fact, Situation
from reminders.deliveries.models import Delivery
from reminders.deliveries.tasks import sweep_notices
from reminders.inbox.models import InboxItem
from reminders.inbox.subjects import address_of
from tests.days import years_before

pytestmark = pytest.mark.django_db
POPULATION = (Profile, ProfileAlias, ProfileOwner, DirtyProfile, ProfileEvaluation, UpcomingEligibility)
NEARLY_65 = {
    "resident_quebec": True,
    "immigration_status": "citizen",
    "years_in_canada_after_18": 46,
    "children": (),
}


def birth(days: int) -> dt.date:
    """Born so as to turn 65 in so many days."""
    return years_before(clock.today() + dt.timedelta(days=days), 65)


@pytest.fixture
def amelie_watching(catalogue, amelie):
    """Amelie, 64, whose birthday is in 400 days: nothing opens within twelve months."""
    keep_situation(citizen=amelie.citizen, given=NEARLY_65 | {"birth_date": birth(400)}, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    turn_on(citizen=amelie.citizen, by=amelie)
    scan_due(connections=1)
    tell_news()
    return amelie.citizen


def notices_of(citizen):
    return Notice.objects.filter(citizen=citizen, kind=Notice.Kind.FINDING)


def page_of(client):
    return client.get(reverse("findings:result")).content.decode()


def test_off_until_turned_on(catalogue, amelie, signed_in):
    keep_situation(citizen=amelie.citizen, given=NEARLY_65, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    scan_all(connections=1)
    assert not any(model.objects.exists() for model in POPULATION)
    result = page_of(signed_in(amelie))
    assert "Désactivé" in result and "J’accepte : me prévenir" in result and "indication" in result


def test_on_and_off_in_one_click_each_with_its_words_in_the_ledger(catalogue, walker_of, amelie):
    walker = walker_of(amelie)
    walker.answer("resident_quebec", answer="yes")
    page = walker.client.post(reverse("findings:watch"), follow=True).content.decode()
    assert "Activé" in page and "Ne plus me prévenir" in page
    consent = Consent.objects.in_force().get(citizen=amelie.citizen, purpose=Purpose.ADVICE)
    assert "sans mon nom ni mes coordonnées" in consent.wording
    assert Situation.objects.filter(citizen=amelie.citizen).exists()
    assert Profile.objects.get().resident_quebec is True
    page = walker.client.post(reverse("findings:unwatch"), follow=True).content.decode()
    assert "Désactivé" in page
    assert not any(model.objects.exists() for model in POPULATION)
    assert Situation.objects.filter(citizen=amelie.citizen).exists()
    verbs = AuditEvent.objects.filter(citizen_id=amelie.citizen.pk).values_list("verb", flat=True)
    assert {"consent.given", "consent.withdrawn"} <= set(verbs)


def test_what_the_person_read_is_not_announced(amelie_watching):
    assert ProfileEvaluation.objects.get().answers
    assert not notices_of(amelie_watching).exists()


def test_a_finding_that_time_brings_is_told_once(amelie_watching, clock_offset):
    """Soon first: within twelve months of the birthday, one notice; nothing more on the day itself."""
    birthday = clock.today() + dt.timedelta(days=400)
    clock_offset(days=60)
    scan_all(connections=1)
    assert ProfileEvaluation.objects.get().is_news
    assert tell_news() == 1
    assert notices_of(amelie_watching).count() == 1
    finding = Finding.objects.get(citizen=amelie_watching, program__code="securite-vieillesse")
    assert finding.from_on == birthday
    assert tell_news() == 0
    clock_offset(days=401)
    assert scan_due(connections=1) >= 1
    tell_news()
    assert notices_of(amelie_watching).count() == 1


def test_a_rule_that_changes_tells_once_even_after_coming_back(amelie_watching, amelie):
    rule = {"all": [{"fact": "resident_quebec", "op": "eq", "value": True}]}
    program = Program.objects.get(code="aide-sociale")
    program.criteria, program.updated_at = rule, clock.now()
    program.save()
    scan_due(connections=1)
    assert tell_news() == 1
    turn_off(citizen=amelie_watching, by=amelie)
    turn_on(citizen=amelie_watching, by=amelie)
    scan_due(connections=1)
    tell_news()
    assert notices_of(amelie_watching).count() == 1


def test_the_notice_and_the_journal_do_not_say_which_program(amelie_watching, clock_offset):
    clock_offset(days=60)
    scan_all(connections=1)
    tell_news()
    notice = notices_of(amelie_watching).get()
    assert notice.subject_type == "situations.situation" and notice.organization is None
    findings = {str(pk) for pk in Finding.objects.values_list("pk", flat=True)}
    events = AuditEvent.objects.filter(citizen_id=amelie_watching.pk)
    assert not findings & {str(event.subject_id) for event in events}
    assert "vieillesse" not in json.dumps([event.detail for event in events])


def test_the_profile_follows_the_facts(amelie_watching, amelie):
    keep_situation(citizen=amelie_watching, given={"housing_tenure": "tenant"}, by=amelie)
    advise(citizen=amelie_watching, by=amelie)
    assert Profile.objects.get().housing_tenure == "tenant"
    assert DirtyProfile.objects.count() == 1
    scan_due(connections=1)
    advise(citizen=amelie_watching, by=amelie)
    assert not DirtyProfile.objects.exists()


def test_a_withdrawal_elsewhere_empties_everything(amelie_watching, amelie):
    withdraw(citizen=amelie_watching, purpose=Purpose.ADVICE, channel=Channel.INBOX, by=amelie)
    assert empty_withdrawn(by=None) == 1
    assert not any(model.objects.exists() for model in POPULATION)
    assert empty_withdrawn(by=None) == 0


def test_news_found_just_before_a_withdrawal_is_not_told(amelie_watching, amelie, clock_offset):
    clock_offset(days=60)
    scan_all(connections=1)
    withdraw(citizen=amelie_watching, purpose=Purpose.ADVICE, channel=Channel.INBOX, by=amelie)
    assert tell_news() == 0
    assert not notices_of(amelie_watching).exists()
    assert not Profile.objects.exists()


def test_forgetting_empties_everything(amelie_watching, walker_of, amelie):
    walker_of(amelie).client.post(reverse("findings:erase"))
    assert not any(model.objects.exists() for model in POPULATION)


def test_no_clear_way_between_the_profile_and_its_person(amelie_watching):
    """Nothing stored beside the facts, in clear, is the person, their account or their situation."""
    person = amelie_watching
    situation = Situation.objects.get(citizen=person)
    canaries = [person.pk, situation.pk, person.user_id, person.given_name, person.family_name, person.email]
    rows = {
        model: list(model.objects.values())
        for model in (Profile, ProfileOwner, DirtyProfile, ProfileEvaluation, UpcomingEligibility)
    }
    text = " ".join(str(row) for row in rows.values())
    assert rows[Profile] and rows[ProfileOwner] and rows[ProfileEvaluation]
    assert not [canary for canary in canaries if canary and str(canary) in text.replace("-", "") + text]
    assert str(Profile.objects.get().pk) not in str(list(ProfileAlias.objects.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT citizen_id, profile_id FROM profiles_profilealias")
        assert str(Profile.objects.get().pk).encode() not in bytes(cursor.fetchone()[1])


def test_no_date_and_no_order_betray_a_profile():
    """A time of entry beside the same time in the consents would name the person."""
    kinds = {field.get_internal_type() for model in POPULATION for field in model._meta.fields}
    assert not kinds & {"DateTimeField", "DateField"}
    assert Profile._meta.pk.get_internal_type() == "UUIDField"


def test_nobody_sees_a_profile(amelie_watching, amelie, rachel, bruno, saaq_agent, supervisor, operator):
    for user in (amelie, rachel, bruno, saaq_agent, supervisor, operator):
        for model in (Profile, ProfileAlias, ProfileEvaluation):
            assert not model.objects.visible_to(user).exists()


def test_profiles_are_in_no_admin_page(signed_in, operator):
    client = signed_in(operator)
    for model in (*POPULATION, apps.get_model("scans.ProgramSlot")):
        assert client.get(f"/gestion/{model._meta.app_label}/{model._meta.model_name}/").status_code == 404


def test_a_stance_sets_a_finding_aside_and_is_sealed(amelie_watching, walker_of, amelie):
    walker = walker_of(amelie)
    finding = next(one for one in Finding.objects.filter(citizen=amelie_watching) if one.verdict == "eligible")
    url = reverse("findings:stance", args=[finding.pk])
    page = walker.client.post(url, {"stance": "received"}, follow=True).content.decode()
    assert "Mises de côté par vous" in page
    assert f"/{finding.program.code}/" not in walker.client.get(reverse("pages:space")).content.decode()
    assert finding.program.code not in walker.findings()["eligible"]
    finding.refresh_from_db()
    assert finding.stance == "received" and finding.verdict == "eligible"
    advise(citizen=amelie_watching, by=amelie)
    assert Finding.objects.get(pk=finding.pk).stance == "received"
    walker.client.post(url, {"stance": ""})
    assert finding.program.code in walker.findings()["eligible"]
    assert walker.client.post(url, {"stance": "nonsense"}).status_code == 404


def test_strangers_and_staff_get_404(amelie_watching, signed_in, bruno, saaq_agent):
    finding = Finding.objects.filter(citizen=amelie_watching).first()
    url = reverse("findings:stance", args=[finding.pk])
    for user in (bruno, saaq_agent):
        assert signed_in(user).post(url, {"stance": "received"}).status_code == 404
    assert signed_in(saaq_agent).post(reverse("findings:watch")).status_code == 404
    assert signed_in(saaq_agent).post(reverse("findings:unwatch")).status_code == 404
    assert signed_in(bruno).get(reverse("findings:watch")).status_code == 405


def test_each_reason_says_who_said_it_when_and_how_to_correct_it(amelie_watching, signed_in, amelie):
    page = page_of(signed_in(amelie))
    assert "vous l’avez dit le" in page
    assert "C’est inexact : corriger" in page


def test_soon_is_shown_with_its_day(catalogue, amelie, signed_in):
    keep_situation(citizen=amelie.citizen, given=NEARLY_65 | {"birth_date": birth(30)}, by=amelie)
    page = page_of(signed_in(amelie))
    assert "Bientôt : possible à partir du" in page


def test_the_notice_reaches_the_space_and_leads_to_the_findings(amelie_watching, amelie, signed_in, clock_offset):
    """Told inside, in the space, without naming the program; nothing outside without a consent of its own."""
    clock_offset(days=60)
    scan_all(connections=1)
    tell_news()
    sweep_notices()
    item = InboxItem.objects.get(citizen=amelie_watching, notice__kind=Notice.Kind.FINDING)
    assert address_of(item.notice, amelie) == reverse("findings:result")
    assert not Delivery.objects.filter(notice_ids__contains=[item.notice_id]).exists()
    page = signed_in(amelie).get(reverse("pages:space")).content.decode()
    assert "Pension de la Sécurité de la vieillesse" not in page.split("Mes pistes")[0]


def test_a_row_that_does_not_open_stops_nobody(amelie_watching, clock_offset):
    """A seal that is broken is logged and passed over; the others are told, and it stays for the next bell: passed over
    as told, that person would never hear."""
    clock_offset(days=60)
    scan_all(connections=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE profiles_profileowner SET citizen_id = decode('00', 'hex')")
    assert tell_news() == 0
    assert ProfileEvaluation.objects.news().exists()


def test_one_situation_that_does_not_open_silences_nobody_else(catalogue, amelie, bruno):
    given = {"resident_quebec": True, "family_net_income": 43_210, "road_accident_date": today() - dt.timedelta(90)}
    for user in (amelie, bruno):
        keep_situation(citizen=user.citizen, given=given, by=user)
        turn_on(citizen=user.citizen, by=user)
    scan_due(connections=1)
    Finding.objects.all().delete()
    ProfileEvaluation.objects.update(is_news=True)
    broken = Fact.objects.filter(situation__citizen=amelie.citizen).earliest("pk")
    other = Fact.objects.filter(situation__citizen=bruno.citizen, definition=broken.definition)
    sealed = Fact.objects.filter(pk=broken.pk).values_list("value_json")[0][0]
    Fact.objects.filter(pk=broken.pk).update(value_json=other.values_list("value_json")[0][0])
    tell_news()
    assert Notice.objects.filter(citizen=bruno.citizen, kind="finding").count() == 1
    row = SetAside.objects.get()
    assert (row.citizen, row.work, row.code) == (amelie.citizen, "programs.tell", "Unsealable")
    assert not ProfileEvaluation.objects.news().exists(), "a profile that stays marked would show whose it is"
    assert not Notice.objects.filter(citizen=amelie.citizen, kind="finding").exists()
    Fact.objects.filter(pk=broken.pk).update(value_json=sealed)
    SetAside.objects.update(retry_at=clock.now())
    assert isolation.retry_due() == 1
    assert Notice.objects.filter(citizen=amelie.citizen, kind="finding").count() == 1


def test_news_of_the_others_are_told_when_our_own_code_fails_for_one(catalogue, amelie, bruno, monkeypatch):
    given = {"resident_quebec": True, "family_net_income": 43_210, "road_accident_date": today() - dt.timedelta(90)}
    for user in (amelie, bruno):
        keep_situation(citizen=user.citizen, given=given, by=user)
        turn_on(citizen=user.citizen, by=user)
    scan_due(connections=1)
    Finding.objects.all().delete()
    ProfileEvaluation.objects.update(is_news=True)
    known = telling.advise

    def advise_others(*, citizen, by):
        if citizen == amelie.citizen:
            raise ValueError("a fact that nothing reads")
        return known(citizen=citizen, by=by)

    with monkeypatch.context() as wrong:
        wrong.setattr(telling, "advise", advise_others)
        assert tell_news() == 1
    assert SetAside.objects.get().code == "ValueError"
    SetAside.objects.update(retry_at=clock.now())
    assert isolation.retry_due() == 1 and notices_of(amelie.citizen).count() == 1


def test_a_way_that_does_not_open_keeps_no_other_profile(catalogue, amelie, bruno):
    for user in (amelie, bruno):
        keep_situation(citizen=user.citizen, given=NEARLY_65, by=user)
        turn_on(citizen=user.citizen, by=user)
        for consent in Consent.objects.in_force().filter(citizen=user.citizen, purpose=Purpose.ADVICE):
            withdraw(citizen=user.citizen, purpose=Purpose.ADVICE, channel=consent.channel, by=user)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE profiles_profilealias SET profile_id = decode('00', 'hex') WHERE citizen_id = %s",
            [amelie.citizen.pk],
        )
    assert empty_withdrawn(by=None) == 1
    assert ProfileAlias.objects.get().citizen == amelie.citizen
