"""A calendar by a secret address: valid, mute about the person, and dead as soon as it is revoked."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.people.actions import amend
from reminders.calendars.actions import READ_EVERY, make, revoke
from reminders.calendars.models import CalendarFeed
from reminders.deadlines.actions import mark_done, move, open_deadline
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.personal import actions as personal
from reminders.personal.actions import Words
from reminders.reminders.ladder import instant
from tests.queries import growth

ADDRESS = reverse("calendars:calendar")
pytestmark = pytest.mark.django_db


@pytest.fixture
def token(amelie):
    return make(citizen=amelie.citizen, by=amelie)


def read(token: str):
    return Client().get(reverse("calendars:feed", args=[token]))


def events(answer) -> list:
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_secret_is_told_once_and_only_its_digest_kept(amelie, signed_in):
    client = signed_in(amelie)
    page = client.post(ADDRESS).content.decode()
    address = re.search(r"https?://[^<\s]+\.ics", page)[0]
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 43 and read(secret).status_code == 200
    assert secret not in client.get(ADDRESS).content.decode()
    kept = str(list(CalendarFeed.objects.values())) + str(list(AuditEvent.objects.values("detail")))
    assert secret not in kept and len(CalendarFeed.objects.get().token_digest) == 64


def test_it_is_a_calendar_with_whole_days_and_stable_names(amelie, followed, token):
    deadline = followed(amelie, days=40)
    answer = read(token)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and not calendar.walk("VALARM")
    (event,) = events(answer)
    assert event["UID"].split("@")[0] == str(deadline.pk) and event.start == deadline.due_on
    assert event["DTSTAMP"] and str(event["CLASS"]) == "PRIVATE" and str(event["TRANSP"]) == "TRANSPARENT"
    assert events(read(token))[0]["UID"] == event["UID"]


def test_lines_are_folded_and_ended_as_the_standard_says(amelie, followed, token, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(title_fr="Été, « échéance »; à payer\n" + "très " * 30)
    followed(amelie, days=40)
    content = read(token).content
    assert b"\n" not in content.replace(b"\r\n", b"") and all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert str(events(read(token))[0]["SUMMARY"]).startswith("Été, « échéance »; à payer")


@pytest.mark.parametrize("home", ["America/Toronto", "America/Halifax", "Europe/Paris"])
def test_an_appointment_has_the_hour_of_its_place_wherever_the_person_lives(amelie, licence, token, home):
    amend(citizen=amelie.citizen, columns={"time_zone": home}, by=amelie)
    day = dt.date(today().year + 1, 1, 20)
    open_deadline(citizen=amelie.citizen, kind=licence, due_on=day, due_time=dt.time(14, 30), by=amelie)
    (event,) = events(read(token))
    assert event.start == dt.datetime(day.year, 1, 20, 19, 30, tzinfo=dt.UTC) and str(event["TRANSP"]) == "OPAQUE"
    assert event.end - event.start == dt.timedelta(hours=1)


def test_an_event_has_an_end_an_address_and_a_number_that_grows(amelie, followed, token, settings):
    deadline = followed(amelie, days=40)
    (event,) = events(read(token))
    assert event.end - event.start == dt.timedelta(days=1) and event["SEQUENCE"] == 0
    assert event["URL"] == settings.SITE_URL + deadline.get_absolute_url()
    move(deadline=deadline, due_on=deadline.due_on + dt.timedelta(days=2), by=amelie)
    (again,) = events(read(token))
    assert again["UID"] == event["UID"] and again["SEQUENCE"] == 1


def test_a_neutral_kind_is_not_named_and_nobody_is(amelie, bruno, licence, followed, token):
    followed(amelie, days=40)
    Deadline.objects.filter(citizen=amelie.citizen).update(concerned=bruno.citizen)
    DeadlineKind.objects.filter(pk=licence.pk).update(style="open")
    assert licence.title_fr in str(events(read(token))[0]["SUMMARY"])
    DeadlineKind.objects.filter(pk=licence.pk).update(style="neutral")
    text = re.sub(r"\r\n ", "", read(token).content.decode())
    assert "Échéance – voir votre espace Relais" in text and licence.title_fr not in text
    person = [amelie.citizen, bruno.citizen]
    secrets = [getattr(who, name) for who in person for name in ("given_name", "family_name", "email")]
    secrets += [str(amelie.pk), str(amelie.citizen.pk), licence.organization.name_fr]
    assert [secret for secret in secrets if secret in text] == []


def test_what_the_person_noted_for_herself_is_there_without_its_words(amelie, bruno, token):
    words = Words("Appeler le notaire", today() + dt.timedelta(days=9), dt.time(14, 30), [7, 1])
    mine = personal.add(citizen=amelie.citizen, words=words, wordings={}, by=amelie)
    (event,) = events(read(token))
    assert event["UID"].split("@")[0] == str(mine.pk) and event["URL"].endswith(mine.get_absolute_url())
    assert event.start == instant(mine.due_on, mine.due_time, amelie.citizen.time_zone)
    text = re.sub(r"\r\n ", "", read(token).content.decode())
    assert "Rappel personnel – voir votre espace Relais" in text and "notaire" not in text
    assert events(read(make(citizen=bruno.citizen, by=bruno))) == []
    assert events(read(make(citizen=amelie.citizen, by=bruno))) == []  # somebody who acts for her reads none of hers
    personal.mark_done(reminder=mine, by=amelie)
    assert events(read(make(citizen=amelie.citizen, by=amelie))) == []


def test_what_is_done_or_long_past_is_left_out(amelie, followed, token):
    done, late = followed(amelie, days=40), followed(amelie, days=50)
    Deadline.objects.update(renews=False)
    done.refresh_from_db()
    mark_done(deadline=done, by=amelie)
    Deadline.objects.filter(pk=late.pk).update(due_on=today() - dt.timedelta(days=10))
    assert [event.start for event in events(read(token))] == [today() - dt.timedelta(days=10)]
    Deadline.objects.filter(pk=late.pk).update(due_on=today() - dt.timedelta(days=90))
    assert events(read(token)) == []


def test_revoked_replaced_unknown_and_closed_answer_alike(amelie, token):
    citizen, other = amelie.citizen, make(citizen=amelie.citizen, by=amelie)
    assert read(other).status_code == 200
    revoke(citizen=citizen, by=amelie)
    third = make(citizen=citizen, by=amelie)
    amelie.is_active = False
    amelie.save(update_fields=["is_active"])
    answers = [read(secret) for secret in (token, other, third, "x" * 43)]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(rb"/calendrier/[^\"]*", b"", answer.content) for answer in answers}
    assert len(bodies) == 1


def test_a_revoked_and_an_unknown_secret_cost_the_same_query(amelie, token, django_assert_num_queries):
    revoke(citizen=amelie.citizen, by=amelie)
    for secret in (token, "x" * 43):
        with django_assert_num_queries(1):
            read(secret)


def test_the_page_revokes_with_one_click(amelie, signed_in, token):
    client = signed_in(amelie)
    assert client.get(reverse("calendars:revoke_calendar")).status_code == 405
    page = client.post(reverse("calendars:revoke_calendar"), follow=True).content.decode()
    assert "supprimée" in page and "Vous n’en avez pas" in page and read(token).status_code == 404
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="calendar_feed").order_by("at").values_list("verb", "by_id")
    )
    assert verbs == [("calendar_feed.made", amelie.pk), ("calendar_feed.revoked", amelie.pk)]


def test_the_last_reading_is_told_and_not_written_each_time(amelie, signed_in, token, clock_offset):
    assert "Aucun calendrier ne l’a encore lue" in signed_in(amelie).get(ADDRESS).content.decode()
    read(token)
    first = CalendarFeed.objects.get().last_read_at
    read(token)
    assert CalendarFeed.objects.get().last_read_at == first
    assert "Lue pour la dernière fois" in signed_in(amelie).get(ADDRESS).content.decode()
    clock_offset(seconds=READ_EVERY.total_seconds() + 60)
    read(token)
    assert CalendarFeed.objects.get().last_read_at > first


def test_it_may_be_kept_by_its_reader_only(token):
    answer = read(token)
    assert answer["Cache-Control"] == "private, max-age=3600" and answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_one_deadline_alone(amelie, bruno, followed, signed_in):
    deadline = followed(amelie, days=40)
    address = reverse("calendars:deadline_ics", args=[deadline.pk])
    answer = signed_in(amelie).get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="relais-echeance.ics"'
    assert [event.start for event in events(answer)] == [deadline.due_on]
    assert signed_in(bruno).get(address).status_code == 404 and Client().get(address).status_code == 302


def test_one_persons_calendar_holds_only_theirs(amelie, bruno, followed, token):
    Deadline.objects.filter(citizen=bruno.citizen).update(due_on=today() + dt.timedelta(days=5))
    followed(bruno, days=20)
    assert events(read(token)) == []


def test_the_calendar_costs_the_same_at_3_and_300(amelie, licence, followed, token):
    for days in (10, 40, 70):
        followed(amelie, days=days)
    client, address = Client(), reverse("calendars:feed", args=[token])
    with growth(client, address) as cost:
        Deadline.objects.bulk_create(
            Deadline(
                citizen=amelie.citizen,
                concerned=amelie.citizen,
                kind=licence,
                due_on=today() + dt.timedelta(days=100 + day),
                opened_at=now(),
            )
            for day in range(297)
        )
    assert cost.after == cost.before <= 4 and len(events(client.get(address))) == 300
