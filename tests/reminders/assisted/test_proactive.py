"""A finding told to people without a login: on paper or by voice, once, saying nothing; opened with an agent if asked.

The whole way: answers taken by an agent, words read aloud, scan, notice, the real release, claims and print batch.
"""

import datetime as dt
import itertools
import json

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal import clock
from portal.audit.models import AuditEvent
from portal.consents.models import Channel, Consent, How, Purpose
from portal.dossiers.actions import open_dossier
from portal.notices.models import Notice
from portal.organizations.models import Membership
from portal.people.actions import record_death, register_without_account, set_phone
from portal.people.models import Citizen
from portal.printing import actions as printing
from programs.assisted_advice.actions import NotAsked, keep, note_stance, open_findings
from programs.findings.actions import forget
from programs.findings.models import Finding
from programs.findings.telling import tell_news
from programs.profiles.consent import WORDINGS
from programs.profiles.models import Profile, ProfileAlias
from programs.programs.models import Program
from programs.scans.actions import scan_all
from reminders.assisted import actions
from reminders.calls import actions as calls
from reminders.calls.models import Call
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_notices
from reminders.fallback.sweep import follow_up
from reminders.letters import sheets
from reminders.letters.actions import mark_returned
from reminders.letters.models import Letter
from reminders.preferences.wordings import wording_of
from reminders.suspensions.models import Suspension

pytestmark = pytest.mark.django_db
TUESDAY_MORNING = "2027-03-02T15:00:00+00:00"
"""10:00 in Toronto: a telephone may ring."""
PROGRAM = "securite-vieillesse"
LETTER, PHONE, EMAIL, SMS = Channel.LETTER, Channel.PHONE, Channel.EMAIL, Channel.SMS


@pytest.fixture(autouse=True)
def morning(people):
    with time_machine.travel(TUESDAY_MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def jeanne(people, saaq_team, saaq_agent) -> Citizen:
    """No account, an address, a landline, a dossier with Alain's team; 63: nothing opens within twelve months."""
    names = {"given_name": "Jeanne", "family_name": "Larivière"}
    citizen = register_without_account(postal_address="1, rue A\nLévis (Québec)  G6V 1A1", by=saaq_agent, **names)
    set_phone(citizen=citizen, phone="+14185550199", verified=False, by=saaq_agent)
    open_dossier(citizen=citizen, team=saaq_team, number="S-2026-900", title="Permis", by=saaq_agent)
    given = {"resident_quebec": True, "immigration_status": "citizen", "years_in_canada_after_18": 45, "children": ()}
    keep(citizen=citizen, given=given | {"birth_date": dt.date(1963, 6, 1)}, declined=[], by=saaq_agent)
    return citizen


@pytest.fixture
def agreed(jeanne, saaq_agent):
    """`agreed(Channel.LETTER, …)`: words read aloud, advice first."""

    def note(*channels: Channel, advice: Channel = LETTER) -> Citizen:
        agree = {"citizen": jeanne, "how": How.PHONE, "by": saaq_agent}
        actions.note_consent(purpose=Purpose.ADVICE, channel=advice, **agree)
        for channel in channels:
            actions.note_consent(purpose=Purpose.LEARN, channel=channel, **agree)
        return jeanne

    return note


def time_brings_something(morning) -> int:
    """Half a year later, within twelve months of 65: the night's scan, then the bell."""
    morning.move_to(dt.datetime(2027, 9, 7, 14, tzinfo=dt.UTC))  # Tuesday, 10:00
    scan_all(connections=1)
    return tell_news()


def it_leaves() -> list[tuple[str, str]]:
    release_notices()
    send_ready()
    return list(Delivery.objects.order_by("channel").values_list("channel", "state"))


def printed(monkeypatch, letters) -> dict:
    lines = []
    monkeypatch.setattr(sheets, "compiled", lambda data: lines.append(data) or b"")
    sheets.pdf_of(list(letters.select_related("citizen", "delivery", "batch").order_by("place")), clock.now())
    return lines[0]


def person_page(person) -> str:
    return reverse("admin:programs_program_assisted_person", args=[person.pk])


def served_page(person) -> str:
    return reverse("admin:assisted_servedperson_change", args=[person.pk])


YES = {"is_known": "on", "agrees": "on"}


def test_by_post_from_the_words_read_aloud_to_the_post_office(jeanne, signed_in, saaq_agent, operator, morning):
    agent_client = signed_in(saaq_agent)
    for choice, words in (("advice-letter", WORDINGS[LETTER]), ("learn-letter", wording_of(Purpose.LEARN, LETTER))):
        asked = {"act": "consent", "choice": choice, "how": "phone"}
        page = agent_client.post(served_page(jeanne), asked)
        wording = page.context["wording"]
        assert (
            wording and wording in page.content.decode().replace("&#x27;", "'") and (not words or wording == str(words))
        )
        agent_client.post(served_page(jeanne), {**asked, "said_yes": "1", "wording": wording})
    given = Consent.objects.in_force().filter(citizen=jeanne)
    assert {(one.purpose, one.channel, one.given_by, one.given_how) for one in given} == {
        (purpose, LETTER, saaq_agent, How.PHONE) for purpose in (Purpose.ADVICE, Purpose.LEARN)
    }
    assert Profile.objects.exists() and time_brings_something(morning) == 1
    assert it_leaves() == [(LETTER, "accepted")]
    batch = printing.prepare(printable="letters", by=operator)
    client = signed_in(operator)
    pdf = client.get(reverse("admin:letters_letterbatch_download", args=[batch.pk]))
    assert pdf.content.startswith(b"%PDF")
    printing.note_download(batch=batch, by=operator)
    assert printing.mark_printed(batch=batch, by=operator) and printing.mark_posted(batch=batch, by=operator)
    assert Letter.objects.get().state == "posted"
    assert time_brings_something(morning) == 0 and it_leaves() == [(LETTER, "accepted")]


def test_the_letter_says_that_a_finding_waits_and_nothing_else(agreed, morning, monkeypatch, operator):
    agreed(LETTER)
    time_brings_something(morning)
    it_leaves()
    printing.prepare(printable="letters", by=operator)
    result = printed(monkeypatch, Letter.objects.all())
    sheet = {part: words for part, words in result["letters"][0].items() if part not in {"address", "sender"}}
    text = json.dumps(sheet, ensure_ascii=False)
    assert "nouvelle piste" in text and "comptoir" in text and sheet["help"]["phone"] and sheet["help"]["hours"]
    said = [name for name in Program.objects.values_list("name_fr", flat=True) if name in text]
    assert not said and "http" not in text and "Jeanne" not in text and "S-2026" not in text
    assert not any(char.isdigit() for char in "".join(sheet["matters"][0]["sentences"]))


def test_on_the_telephone_list_then_opened_with_the_person(agreed, jeanne, morning, signed_in, saaq_agent):
    agreed(PHONE, advice=PHONE)
    assert time_brings_something(morning) == 1
    assert it_leaves() == [(PHONE, "accepted")]
    call, agent_client = Call.objects.get(), signed_in(saaq_agent)
    assert call.organization.code == "saaq"
    page = agent_client.get(call.get_absolute_url()).content.decode()
    assert person_page(jeanne) not in page and "piste" not in page  # not before the call is taken
    page = agent_client.post(call.get_absolute_url(), {"act": "take"}, follow=True).content.decode()
    assert "Est-ce que je parle bien à" in page and "Une nouvelle piste vous attend" in page
    assert person_page(jeanne) in page
    machine = page[page.index("Sur un répondeur") : page.index("Résultat de l’appel")]
    assert "piste" not in machine and "programme" not in machine
    assert "Agir" not in page and not [
        name for name in Program.objects.values_list("name_fr", flat=True) if name in page
    ]
    result = agent_client.post(person_page(jeanne), YES, follow=True)
    assert PROGRAM in [one.program.code for some in result.context["lists"].values() for one in some]
    assert result.context["answered"] and "Pistes de Jeanne Larivière" in result.content.decode()
    opened = AuditEvent.objects.get(verb="assisted.opened")
    assert (opened.citizen_id, opened.by_id) == (jeanne.pk, saaq_agent.pk)


def test_each_time_the_person_is_known_and_says_yes(agreed, jeanne, signed_in, saaq_agent):
    agreed(LETTER)
    agent_client = signed_in(saaq_agent)
    assert "j’ouvre les réponses" in agent_client.get(person_page(jeanne)).content.decode()
    for lacking in ({}, {"is_known": "on"}, {"agrees": "on"}):
        assert agent_client.post(person_page(jeanne), lacking).status_code == 422
    result = reverse("admin:programs_program_assisted_result")
    assert (
        agent_client.get(result).context["person"] is None
        and not AuditEvent.objects.filter(verb="assisted.opened").exists()
    )


@pytest.mark.parametrize("how", ["finish", "start", "withdrawn", "late", "erased"])
def test_what_was_open_closes(agreed, jeanne, signed_in, saaq_agent, how):
    agreed(LETTER)
    agent_client, result = signed_in(saaq_agent), reverse("admin:programs_program_assisted_result")
    assert agent_client.post(person_page(jeanne), YES, follow=True).context["person"] == jeanne
    match how:
        case "finish":
            agent_client.post(reverse("admin:programs_program_assisted_finish"))
        case "start":
            agent_client.post(reverse("admin:programs_program_assisted"), {"scope": "tout"})
        case "withdrawn":
            choice = {"purpose": Purpose.ADVICE, "channel": LETTER, "how": How.PHONE}
            actions.note_withdrawal(citizen=jeanne, by=saaq_agent, **choice)
        case "late":
            session = agent_client.session
            session["assisted.opened"] |= {"until": clock.now().timestamp() - 1}
            session.save()
        case "erased":
            forget(citizen=jeanne, by=saaq_agent)
    page = agent_client.get(result)
    assert page.context["person"] is None and page.context["answered"] == []


def test_what_is_said_then_goes_in_that_file_only(agreed, jeanne, signed_in, saaq_agent, saaq_team):
    agreed(LETTER)
    other = register_without_account(given_name="Une", family_name="Autre", postal_address="", by=saaq_agent)
    open_dossier(citizen=other, team=saaq_team, number="S-2026-901", title="Permis", by=saaq_agent)
    agent_client = signed_in(saaq_agent)
    agent_client.post(person_page(jeanne), YES)
    agent_client.post(
        reverse("admin:programs_program_assisted_question", kwargs={"fact": "housing_tenure"}), {"answer": "tenant"}
    )
    result = reverse("admin:programs_program_assisted_result")
    assert agent_client.post(result, {"dossier": "S-2026-901", "agrees": "on"}).status_code == 302
    assert not hasattr(Citizen.objects.get(pk=other.pk), "situation")
    assert "housing_tenure" in jeanne.situation.remembered()
    assert agent_client.get(result).context["person"] is None


def test_what_the_person_says_of_a_finding_is_noted_with_them(
    agreed, jeanne, signed_in, saaq_agent, ramq_agent, amelie
):
    agreed(LETTER)
    agent_client, result = signed_in(saaq_agent), reverse("admin:programs_program_assisted_result")
    shown = agent_client.post(person_page(jeanne), YES, follow=True).context["lists"]
    finding = next(one.finding for some in shown.values() for one in some if one.finding)
    saying = reverse("admin:programs_program_assisted_stance", args=[finding.pk])
    assert "C’est noté" in agent_client.post(saying, {"stance": "asked"}, follow=True).content.decode()
    page = agent_client.get(result)
    assert [one.finding for one in page.context["set_aside"]] == [finding]
    assert finding not in [one.finding for some in page.context["lists"].values() for one in some]
    assert agent_client.post(saying, {"stance": ""}).status_code == 302
    assert not Finding.objects.get(pk=finding.pk).stance
    assert agent_client.post(saying, {"stance": "nonsense"}).status_code == 404
    assert signed_in(ramq_agent).post(saying, {"stance": "asked"}).status_code == 404
    agent_client.post(reverse("admin:programs_program_assisted_finish"))
    assert agent_client.post(saying, {"stance": "asked"}).status_code == 404
    with pytest.raises(NotAsked):
        note_stance(citizen=jeanne, finding=finding.pk, stance="asked", by=ramq_agent)


def test_nobody_else_opens_them(agreed, jeanne, signed_in, saaq_agent, saaq_agent_other_team, ramq_agent, amelie):
    agreed(LETTER)
    for agent in (saaq_agent_other_team, ramq_agent):
        assert signed_in(agent).get(person_page(jeanne)).status_code == 404
        with pytest.raises(PermissionDenied):
            open_findings(citizen=jeanne, by=agent)
    assert signed_in(amelie).get(person_page(jeanne)).status_code in {302, 403, 404}


def test_nobody_opens_those_of_a_person_who_died(agreed, signed_in, saaq_agent):
    jeanne = agreed()
    assert signed_in(saaq_agent).get(person_page(jeanne)).status_code == 200
    record_death(citizen=jeanne, died_on=clock.today(), by=saaq_agent)
    assert signed_in(saaq_agent).get(person_page(jeanne)).status_code == 404
    with pytest.raises(NotAsked):
        open_findings(citizen=jeanne, by=saaq_agent)


def test_without_those_words_nobody_opens_them(jeanne, signed_in, saaq_agent):
    """Having answered an agent's questions, or wanting news, is not asking to have one's answers read again."""
    actions.note_consent(citizen=jeanne, purpose=Purpose.LEARN, channel=LETTER, how=How.PHONE, by=saaq_agent)
    assert signed_in(saaq_agent).get(person_page(jeanne)).status_code == 404
    assert "Fermées" in signed_in(saaq_agent).get(served_page(jeanne)).content.decode()
    with pytest.raises(NotAsked):
        open_findings(citizen=jeanne, by=saaq_agent)


def test_what_was_read_together_is_not_announced_after(agreed, jeanne, saaq_agent, morning):
    agreed(LETTER)
    morning.move_to(dt.datetime(2027, 9, 7, 14, tzinfo=dt.UTC))
    open_findings(citizen=jeanne, by=saaq_agent)
    scan_all(connections=1)
    assert tell_news() == 0 and it_leaves() == []


def test_told_later_when_a_way_is_found_later(agreed, jeanne, saaq_agent, morning):
    """Without a space nor a way outside, nothing counts as told; the page says what is missing."""
    agreed()
    assert time_brings_something(morning) == 0
    assert not any(one.is_told for one in Finding.objects.filter(program__code=PROGRAM))
    agreed(LETTER)
    assert tell_news() == 1
    assert it_leaves() == [(LETTER, "accepted")]


def test_the_page_says_that_nothing_can_be_told(agreed, jeanne, signed_in, saaq_agent):
    agreed()
    agent_client = signed_in(saaq_agent)
    assert "ne peuvent pas lui être annoncées" in agent_client.get(served_page(jeanne)).content.decode()
    agreed(LETTER)
    assert "ne peuvent pas lui être annoncées" not in agent_client.get(served_page(jeanne)).content.decode()


@pytest.mark.parametrize("when", ["announced", "released", "queued"])
@pytest.mark.parametrize("purpose", [Purpose.ADVICE, Purpose.LEARN])
@pytest.mark.parametrize("channel", [LETTER, PHONE])
def test_withdrawn_nothing_leaves_even_queued(agreed, saaq_agent, operator, morning, when, purpose, channel):
    jeanne = agreed(channel, advice=channel)
    assert time_brings_something(morning) == 1
    if when != "announced":
        release_notices()
    if when == "queued":
        send_ready()
    choice = {"purpose": purpose, "channel": channel, "how": How.PHONE}
    actions.note_withdrawal(citizen=jeanne, by=saaq_agent, **choice)
    it_leaves()
    with pytest.raises(printing.NothingToPrint):
        printing.prepare(printable="letters", by=operator)
    for call in Call.objects.all():
        with pytest.raises(calls.NotWanted):
            calls.take(call=call, by=saaq_agent)
    assert not Delivery.objects.filter(state="accepted").exists()
    assert purpose == Purpose.LEARN or not ProfileAlias.objects.exists()  # the copy is erased at once


def test_erased_answers_take_the_letter_with_them(agreed, jeanne, saaq_agent, morning, operator):
    agreed(LETTER)
    time_brings_something(morning)
    it_leaves()
    forget(citizen=jeanne, by=saaq_agent)
    with pytest.raises(printing.NothingToPrint):
        printing.prepare(printable="letters", by=operator)


ORDER = [EMAIL, SMS, LETTER, PHONE]


@pytest.mark.parametrize("channels", [some for count in (1, 2, 3, 4) for some in itertools.combinations(ORDER, count)])
def test_told_once_whatever_the_channels(agreed, jeanne, saaq_agent, morning, channels, mail_sink, sms_gateway):
    """Paper and voice only where nothing else reaches; the first way that the person accepted, and no second one."""
    verified = {"email": "jeanne@exemple.quebec", "email_verified_at": clock.now(), "phone_verified_at": clock.now()}
    Citizen.objects.filter(pk=jeanne.pk).update(**verified)
    agreed(*channels)
    assert time_brings_something(morning) == 1
    assert it_leaves() == [(min(channels, key=ORDER.index), "accepted")]
    follow_up()
    scan_all(connections=1)
    assert tell_news() == 0 and len(it_leaves()) == 1
    assert Notice.objects.filter(citizen=jeanne, kind=Notice.Kind.FINDING).count() == 1


def test_a_letter_that_comes_back_becomes_a_call(agreed, jeanne, morning, operator):
    agreed(LETTER, PHONE)
    time_brings_something(morning)
    it_leaves()
    batch = printing.note_download(batch=printing.prepare(printable="letters", by=operator), by=operator)
    printing.mark_printed(batch=batch, by=operator)
    mark_returned(letter=Letter.objects.get(), by=operator)
    assert Suspension.objects.in_force().filter(citizen=jeanne, channel=LETTER).exists()
    assert follow_up() == 1
    assert it_leaves() == [(LETTER, "bounced"), (PHONE, "accepted")]
    assert Call.objects.get().citizen == jeanne


def test_the_organization_whose_agent_heard_the_yes_calls(agreed, jeanne, ramq, ramq_agent, saaq_agent, morning):
    agreed(PHONE, advice=PHONE)
    team = ramq.teams.first()
    open_dossier(citizen=jeanne, team=team, number="R-1", title="Carte", by=ramq_agent)
    time_brings_something(morning)
    it_leaves()
    assert Call.objects.get().organization.code == "saaq"
    assert not Call.objects.visible_to(ramq_agent).exists()


def test_when_that_agent_left_the_latest_dossier_decides(agreed, jeanne, ramq, ramq_agent, saaq_agent, morning):
    agreed(PHONE, advice=PHONE)
    open_dossier(citizen=jeanne, team=ramq.teams.first(), number="R-1", title="Carte", by=ramq_agent)
    Membership.objects.filter(user=saaq_agent).update(ended_at=clock.now(), ended_by=ramq_agent)
    time_brings_something(morning)
    it_leaves()
    assert Call.objects.get().organization == ramq


def test_the_journal_of_the_person_tells_each_action(agreed, jeanne, saaq_agent, morning):
    agreed(LETTER)
    time_brings_something(morning)
    it_leaves()
    open_findings(citizen=jeanne, by=saaq_agent)
    verbs = set(AuditEvent.objects.filter(citizen_id=jeanne.pk).values_list("verb", flat=True))
    assert {"assisted.kept", "consent.given", "finding.told", "assisted.opened"} <= verbs
    details = json.dumps(list(AuditEvent.objects.filter(citizen_id=jeanne.pk).values_list("detail", flat=True)))
    assert PROGRAM not in details
