"""Canaries (promise P8, cases 32 and 54): planted wherever somebody can write, looked for in whatever leaves.

Every step of every kind leaves for two people, one in each language, by every channel; so do notices of each kind, the
reminder asked for later, a digest and test messages. The sinks are real; a letter is read as the data of its sheet.
"""

import datetime as dt
import json
import re
import uuid

import pytest
import time_machine

from messaging.threads.actions import reply, write
from messaging.threads.models import Message
from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.models import Channel, Purpose
from portal.documents.actions import issue
from portal.documents.uploads import seal_upload
from portal.dossiers.actions import open_dossier
from portal.foundation.wording.sensitive import IDENTIFIERS, identifiers
from portal.mandates.actions import declare_child
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.actions import set_phone
from portal.people.models import Citizen
from portal.requested_documents.actions import ask as ask_document
from portal.votes.actions import vote
from portal.votes.ballots import Ballot
from programs.findings.actions import turn_on
from programs.programs.models import Program
from programs.situations.actions import keep_situation
from reminders.calendars.ics import calendar_of
from reminders.calls.models import Call
from reminders.calls.script import script_of
from reminders.deadlines.models import Deadline
from reminders.deliveries.actions import send_ready
from reminders.deliveries.carried import carried_by
from reminders.deliveries.models import Delivery, message_key
from reminders.deliveries.release import release_notices
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from reminders.letters import sheets
from reminders.letters.models import Letter
from reminders.preferences.wordings import WORDINGS
from reminders.reminders.models import Reminder
from reminders.test_messages.actions import ask, send
from tests.portal.documents import corpus
from tests.reminders.paper import agree

pytestmark = pytest.mark.django_db
TUESDAY_MORNING = "2027-03-02T15:00:00+00:00"
"""10:00 in Toronto: a telephone may ring."""

NAMES = ("Zéphyrine", "Quetzalbec", "Wolfgangue", "Yttriumond")
"""Of the two people written to: on the envelope, and said on the telephone, nowhere else."""
STREET = "777, chemin du Canari"
CANARIES = (
    *("Ocarine", "Xanthippe", "Canarinette"),  # the child, and what people call things
    *("ZX-77742", "8 437,19", "8437,19", "QUEZ 7512 0399", "046 454 286", "4111 1111 1111 1111", "C-909-CANARI"),
)
CALENDAR_NUMBERS = ("UID", "DTSTAMP", "DTSTART", "DTEND", "URL")
"""Lines of an event that hold a date, or the identifier of a deadline: digits that are nobody's number."""
PROGRAM_NAMES: set[str] = set()
"""Of the advisor: filled once they are imported. What somebody could be entitled to is said to nobody else."""
SECRET = "Canarinette ZX-77742 doit 8 437,19 $ (8437,19 $), QUEZ 7512 0399, 046 454 286, 4111 1111 1111 1111"


def test_the_patterns_see_what_is_planted():
    assert {code for code, _ in identifiers(SECRET)} >= {"nam", "nas", "card"} and IDENTIFIERS["nam"].search(SECRET)


@pytest.fixture
def everyone(people, saaq_agent, saaq_team):
    """Two people with names, a child, a dossier, conversations, documents and a comment, all full of canaries."""
    with time_machine.travel(TUESDAY_MORNING, tick=True):
        import_deadlines(by=None)
        PROGRAM_NAMES.update(Program.objects.values_list("name_fr", flat=True))
        people["bruno"].citizen.refresh_from_db()
        planted = [
            plant(people["amelie"], NAMES[0], NAMES[1], "fr", saaq_agent, saaq_team),
            plant(people["bruno"], NAMES[2], NAMES[3], "en", saaq_agent, saaq_team),
        ]
        vote(ballot=Ballot("kinds.deadlinekind", str(uuid.uuid4()), "Page"), is_useful=False, comment=SECRET)
        DeadlineKind.objects.update(state="published", published_at=now(), published_by=people["emile"])
        yield planted


def plant(user, given_name, family_name, language, agent, team) -> Citizen:
    address = f"{STREET}\nQuébec (Québec)  G1R 2B5"
    columns = {"given_name": given_name, "family_name": family_name, "language": language, "postal_address": address}
    Citizen.objects.filter(pk=user.citizen.pk).update(**columns, email_verified_at=now())
    citizen = Citizen.objects.get(pk=user.citizen.pk)
    set_phone(citizen=citizen, phone=f"+1418555019{1 if language == 'fr' else 2}", verified=True, by=user)
    for purpose, channel in WORDINGS:
        agree(citizen, channel, user, purpose)
    declare_child(given_name="Ocarine", family_name="Xanthippe", birth_date=dt.date(2020, 5, 1), by=user)
    dossier = open_dossier(by=agent, citizen=citizen, team=team, number=f"C-909-CANARI {language}", title=SECRET)
    about = {"team": team, "dossier": dossier}
    thread = write(by=user, citizen=citizen, subject=SECRET, body=SECRET, key=uuid.uuid4(), **about)
    fields = {"thread": thread, "author_kind": Message.Author.AGENT, "body": SECRET, "key": uuid.uuid4()}
    reply(by=agent, **fields, uploads=[seal_upload("Canarinette.pdf", corpus.pdf())])
    issue(by=agent, citizen=citizen, upload=seal_upload("Canarinette ZX-77742.pdf", corpus.pdf()), **about)
    ask_document(by=agent, citizen=citizen, label=SECRET, due_on=today() + dt.timedelta(days=9), reason=SECRET, **about)
    announce(kind=Notice.Kind.REQUEST, citizen=citizen, subject=dossier, organization=team.organization, by=None)
    given = {"resident_quebec": True, "family_net_income": 8437}
    situation = keep_situation(citizen=citizen, given=given, by=user)
    turn_on(citizen=citizen, by=user)
    announce(kind=Notice.Kind.FINDING, citizen=citizen, subject=situation, organization=None, by=None)
    return citizen


def due(citizen: Citizen) -> list[Reminder]:
    """Every step of every kind, and one that the person asked for, about the child."""
    child = Citizen.objects.get(given_name="Ocarine", mandates__holder=citizen.user)
    rows = []
    for kind in DeadlineKind.objects.prefetch_related("steps").order_by("code"):
        states = {"done": Deadline.State.DONE, "missed": Deadline.State.MISSED}
        for place, step in enumerate([*kind.steps.all(), None]):
            state = states.get(step.moment if step else "", Deadline.State.OPEN)
            due_on = today() + dt.timedelta(days=place)
            closed_at = None if state == Deadline.State.OPEN else now()
            whose = {"citizen": citizen, "concerned": child, "kind": kind, "due_on": due_on}
            deadline = Deadline(**whose, state=state, closed_at=closed_at, due_time=dt.time(10, 30))
            rows.append(
                Reminder(
                    **{"deadline": deadline, "due_on": due_on, "step": step, "recipient": citizen, "due_at": now()},
                    **{"useful_until": now() + dt.timedelta(days=9), "state": "sent", "settled_at": now()},
                )
            )
    Deadline.objects.bulk_create(row.deadline for row in rows)
    return Reminder.objects.bulk_create(rows)


def ready(citizen: Citizen, channel: Channel, group: str, purpose=Purpose.REMINDERS, **carried) -> Delivery:
    key = message_key(citizen.pk, channel, group)
    when = {"since": now(), "not_before": now()}
    return Delivery(id=key, recipient=citizen, channel=channel, purpose=purpose, group=group, **when, **carried)


def make_everything_leave(citizen: Citizen) -> int:
    """Returns how many reminders there are."""
    reminders = due(citizen)
    outside = [channel for channel in Channel if channel != Channel.INBOX]
    rows = [
        ready(citizen, channel, f"reminder:{reminder.pk}", reminder_ids=[reminder.pk])
        for reminder in reminders
        for channel in outside
    ]
    digest = [reminder.pk for reminder in reminders[:20]]
    rows += [ready(citizen, channel, f"digest:{citizen.pk}", reminder_ids=digest) for channel in outside]
    notices = [notice.pk for notice in Notice.objects.filter(citizen=citizen).order_by("pk")]
    found = set(Notice.objects.filter(kind=Notice.Kind.FINDING).values_list("pk", flat=True))
    for channel in (Channel.LETTER, Channel.PHONE):  # by e-mail and SMS, the release makes them
        rows.append(ready(citizen, channel, f"notice:{citizen.pk}", Purpose.SEND_DOCUMENT, notice_ids=notices))
        findings = [pk for pk in notices if pk in found]
        rows.append(ready(citizen, channel, f"finding:{citizen.pk}", Purpose.LEARN, notice_ids=findings))
    Delivery.objects.bulk_create(rows)
    release_notices()
    while send_ready():  # a sender works for ten seconds
        pass
    for channel in (Channel.EMAIL, Channel.SMS):
        assert send(test_message=ask(citizen=citizen, channel=channel, by=citizen.user))
    return len(reminders)


def canaries_in(text: str, *, but: tuple[str, ...] = ()) -> list[str]:
    return [one for one in (*CANARIES, *NAMES, STREET) if one in text and one not in but]


def assert_mute(text: str) -> None:
    assert not canaries_in(text), text
    private = [found for found in identifiers(text) if found[0] in {"nam", "nas", "card"}]
    assert not private, (private, text)


def test_nothing_of_anybody_leaves(everyone, mail_sink, sms_gateway, saaq_agent, monkeypatch, caplog):
    count = sum(make_everything_leave(citizen) for citizen in everyone)
    assert count >= 2 * (182 + 50)
    assert not Delivery.objects.exclude(state="accepted").exists()
    check_emails(mail_sink, count)
    check_texts(sms_gateway, count)
    check_letters(monkeypatch, count)
    check_calls(saaq_agent, count)
    check_calendar()
    assert not canaries_in(caplog.text)
    assert not canaries_in(str(list(AuditEvent.objects.values_list("detail", flat=True))))


def check_emails(sink, count: int) -> None:
    assert len(sink.messages) >= count + 2 * (1 + 3 + 1)  # digests, notices by purpose, test_messages
    for message in sink.messages:
        head = "\n".join(f"{name}: {value}" for name, value in message.items())
        assert not canaries_in(head)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        assert len(parts) == 2
        assert_mute("\n".join([message["Subject"], *parts]))
        body = "\n".join(parts).replace("<!DOCTYPE html>", "")
        assert not re.search(r"https?:|www\.|href", body)


def check_texts(gateway, count: int) -> None:
    assert len(gateway.texts) >= count + 2 * (1 + 3 + 1)
    for text in gateway.texts:
        assert_mute(text["text"])


def check_letters(monkeypatch, count: int) -> None:
    """The window shows a name and an address; the sheet itself says no more than an e-mail."""
    printed = []
    monkeypatch.setattr(sheets, "compiled", lambda result: printed.append(result) or b"")
    letters = Letter.objects.select_related("citizen", "delivery", "batch").order_by("pk")
    sheets.pdf_of(list(letters), now())
    (found,) = printed
    assert len(found["letters"]) == count + 2 * 3
    findings = 0
    for letter in found["letters"]:
        window = "\n".join([*letter.pop("sender"), *letter.pop("address")])
        assert not canaries_in(window, but=(*NAMES, STREET)) and STREET in window
        sheet = json.dumps(letter, ensure_ascii=False)
        assert_mute(sheet)
        says_finding = "nouvelle piste" in sheet or "new lead" in sheet
        findings += says_finding
        assert not says_finding or not [name for name in PROGRAM_NAMES if name in sheet]
    assert findings == 2 * 2


def check_calls(agent, count: int) -> None:
    """Whoever answers hears nothing; a machine keeps a name and a number to call."""
    calls = list(Call.objects.select_related("citizen", "organization", "delivery").order_by("pk"))
    carried = carried_by([call.delivery for call in calls], now())
    assert len(calls) >= count + 2 * 2
    for call in calls:
        script = script_of(call, carried[call.delivery_id].of(call.organization), agent)
        assert_mute(script.greeting)
        assert script.greeting.count(call.organization.name_fr) == script.machine.count(call.organization.name_fr) == 0
        assert not canaries_in(script.machine, but=NAMES)
        for matter in script.matters:
            assert_mute("\n".join([matter.sentence, *matter.advice]))
            assert not matter.is_finding or not [name for name in PROGRAM_NAMES if name in str(matter)]


def check_calendar() -> None:
    followed = Deadline.objects.filter(concerned__given_name="Ocarine").select_related("kind", "citizen")
    feed = calendar_of(followed, at=now()).decode().replace("\r\n ", "")
    assert feed.count("BEGIN:VEVENT") == followed.count() > 200
    summaries = "\n".join(line for line in feed.splitlines() if not line.startswith(CALENDAR_NUMBERS))
    assert_mute(summaries)
    for kind in DeadlineKind.objects.filter(style="neutral"):
        assert kind.title_fr not in summaries
