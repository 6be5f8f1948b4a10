"""Rows for the benches of reminders, and the bare statements that ours are measured beside.

`fill` makes what the peers' bench makes: deadlines spread over three years, of which exactly `due` have a step due on
`day`; one step each, e-mail, consent given, a person for five deadlines. Connections are psycopg's, as the owner.
"""

import datetime as dt
import uuid

import psycopg

from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.kinds.models import DeadlineKind, ReminderStep

OFFSET = -30
PER_PERSON = 5

_CLEAN = """
TRUNCATE deliveries_delivery, inbox_inboxitem, reminders_reminder, deadlines_deadline, kinds_reminderstep,
         kinds_deadlinekind, consents_consent, people_citizen, people_user, organizations_organization CASCADE
"""

_PEOPLE = """
INSERT INTO people_citizen (id, given_name, family_name, language, time_zone, email, email_verified_at, phone,
                            postal_address, created_at)
SELECT md5('p' || i)::uuid, 'Personne', i::text, 'fr', 'America/Toronto', 'p' || i || '@example.org', now(), '', '',
       now() FROM generate_series(1, {persons}) i;
INSERT INTO consents_consent
    (id, citizen_id, purpose, channel, wording, given_at, given_by_id, given_how, withdrawn_how)
SELECT md5('c' || i)::uuid, md5('p' || i)::uuid, 'reminders', 'email', 'Oui', now(), '{user}', 'web', ''
  FROM generate_series(1, {persons}) i;
"""

# Due dates as in the peers' bench: the first `due` fall on the hot day, the others never do. Each is of another person:
# nobody has two of a kind on one day (`deadline_open_once`).
_DEADLINES = """
INSERT INTO deadlines_deadline (id, citizen_id, concerned_id, kind_id, due_on, renews, state, origin, is_private,
                                opened_at, closed_at)
SELECT md5('d' || i)::uuid, p.id, p.id, '{kind}', s.due_on, false, s.state, 'import', false, now(),
       CASE WHEN s.state = 'done' THEN now() END
  FROM generate_series(1, {deadlines}) i
  CROSS JOIN LATERAL (SELECT md5('p' || 1 + (i * 7919::bigint) % {persons})::uuid AS id) p
  CROSS JOIN LATERAL (SELECT date '{day}' + ((i * 104729::bigint) % 1095)::int - 365 AS spread) x
  CROSS JOIN LATERAL (SELECT
       CASE WHEN i <= {due} THEN date '{hot}' WHEN spread = date '{hot}' THEN spread + 400 ELSE spread END AS due_on,
       CASE WHEN i > {due} AND i % 3 = 0 THEN 'done' ELSE 'open' END AS state) s
"""

BARE_TABLES = """
DROP TABLE IF EXISTS bench_person, bench_deadline, bench_notification;
CREATE TABLE bench_person (id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL, consent_email bool NOT NULL);
CREATE TABLE bench_deadline (id bigint PRIMARY KEY, person_id bigint NOT NULL, kind smallint NOT NULL,
                             due_on date NOT NULL, status text NOT NULL);
CREATE TABLE bench_notification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, deadline_id bigint NOT NULL, person_id bigint NOT NULL,
  step smallint NOT NULL, channel text NOT NULL, status text NOT NULL DEFAULT 'queued',
  created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz, UNIQUE (deadline_id, step, channel));
CREATE INDEX ON bench_notification (id) WHERE status = 'queued';
GRANT ALL ON bench_notification TO PUBLIC;
INSERT INTO bench_person SELECT i, 'Personne ' || i, 'p' || i || '@example.org', true
  FROM generate_series(1, {persons}) i;
INSERT INTO bench_deadline
SELECT i, 1 + (i * 7919::bigint) % {persons}, i % 10, CASE WHEN i <= {due} THEN date '{hot}'
         WHEN spread = date '{hot}' THEN spread + 400 ELSE spread END,
       CASE WHEN i > {due} AND i % 3 = 0 THEN 'done' ELSE 'open' END
  FROM generate_series(1, {deadlines}) i
  CROSS JOIN LATERAL (SELECT date '{day}' + ((i * 104729::bigint) % 1095)::int - 365 AS spread) x;
CREATE INDEX ON bench_deadline (due_on) WHERE status = 'open';
"""

BARE_DUE = """
INSERT INTO bench_notification (deadline_id, step, channel, person_id, status, created_at)
SELECT d.id, 0, 'email', d.person_id, 'queued', now()
  FROM bench_deadline d JOIN bench_person p ON p.id = d.person_id AND p.consent_email
 WHERE d.due_on = '{hot}' AND d.status = 'open'
    ON CONFLICT DO NOTHING
"""

BARE_CLAIM = """
WITH batch AS (SELECT id FROM bench_notification WHERE status = 'queued' ORDER BY id LIMIT %(size)s
                  FOR UPDATE SKIP LOCKED)
UPDATE bench_notification mine SET status = 'claimed' FROM batch WHERE mine.id = batch.id RETURNING mine.id
"""
BARE_SENT = "UPDATE bench_notification SET status = 'sent', sent_at = now() WHERE id = ANY(%(ids)s)"

# The two writes that a release needs, and nothing else: the reminder is settled, and its delivery made.
BARE_RELEASE = """
WITH settled AS (
  UPDATE reminders_reminder SET state = 'sent', settled_at = '{at}'
   WHERE state = 'planned' AND due_at <= '{at}' RETURNING id, recipient_id
)
INSERT INTO deliveries_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                reminder_ids, notice_ids, reference, code, created_at)
SELECT gen_random_uuid(), recipient_id, 'email', 'reminders', 'reminder:' || id, 1, 'ready', '{at}', '{at}', ARRAY[id],
       '{{}}', '', '', '{at}' FROM settled
"""

# The rows of a first planning, with none of its questions.
BARE_PLAN = """
INSERT INTO reminders_reminder (deadline_id, due_on, step_id, recipient_id, due_at, useful_until, state, why)
SELECT d.id, d.due_on, s.id, d.citizen_id, (d.due_on + s.offset_days + time '09:00') AT TIME ZONE c.time_zone,
       (d.due_on + 1)::timestamp AT TIME ZONE c.time_zone, 'planned', ''
  FROM deadlines_deadline d
  JOIN kinds_reminderstep s ON s.kind_id = d.kind_id
  JOIN people_citizen c ON c.id = d.citizen_id
 WHERE d.state = 'open' AND (d.due_on + s.offset_days + time '09:00') AT TIME ZONE c.time_zone > '{at}'
   AND d.id <= '{last}'
"""

LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"


def hot_day(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=OFFSET)


def bare_due(day: dt.date) -> str:
    return BARE_DUE.format(hot=hot_day(day))


def bare_plan(at: dt.datetime, last: uuid.UUID | None = None) -> str:
    return BARE_PLAN.format(at=at.isoformat(), last=last or LAST)


def bare_release(at: dt.datetime) -> str:
    return BARE_RELEASE.format(at=at.isoformat())


def fill(owner: psycopg.Connection, deadlines: int, due: int, day: dt.date) -> None:
    """Everything but the reminders, which `plan` makes. `owner` commits by itself (autocommit)."""
    persons = max(1000, deadlines // PER_PERSON, due)
    owner.execute(_CLEAN)
    kind = a_kind()
    fields = {"persons": persons, "deadlines": deadlines, "due": due, "day": day, "hot": hot_day(day)}
    fields |= {"kind": kind.pk, "user": kind.published_by_id}
    owner.execute(_PEOPLE.format(**fields))
    owner.execute(_DEADLINES.format(**fields))
    owner.execute(BARE_TABLES.format(**fields))
    owner.execute("VACUUM ANALYZE")


def a_kind() -> DeadlineKind:
    """Published, with one step. The few rows go through the models, which know their own columns."""
    user = User.objects.create(email="bench@example.org")
    kind = DeadlineKind.objects.create(
        code="bench",
        organization=Organization.objects.create(code="bench", name_fr="Bench", name_en="Bench"),
        nature=DeadlineKind.Nature.EXPIRY,
        basis="stated",
        title_fr="Bench",
        confidence=DeadlineKind.Confidence.GENERAL_KNOWLEDGE,
        updated_at=now(),
        state=DeadlineKind.State.PUBLISHED,
        published_at=now(),
        published_by=user,
    )
    ReminderStep.objects.create(kind=kind, offset_days=OFFSET, text_fr="Rappel")
    return kind


def forget(owner: psycopg.Connection) -> None:
    """Nothing was recorded nor sent: as after `fill` and `plan`. Not timed."""
    owner.execute("TRUNCATE deliveries_delivery, inbox_inboxitem CASCADE")
    owner.execute(
        """UPDATE reminders_reminder SET state = 'planned', settled_at = NULL, why = '' WHERE state <> 'planned'"""
    )
    owner.execute("TRUNCATE bench_notification")
    owner.execute("VACUUM ANALYZE reminders_reminder")
    owner.execute("VACUUM ANALYZE deliveries_delivery")
