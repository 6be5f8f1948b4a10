"""Every action of the journal, done for real: told once in plain words, without a personal value, and undone when its
row cannot be written (promise P9, case 52).
"""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from portal.audit.models import AuditEvent
from portal.audit.sentences import verbs
from tests.journal import (
    of_contacts,
    of_copies,
    of_document_types,
    of_dossiers,
    of_guest_mail,
    of_messages,
    of_organizations,
    of_people,
    of_portal,
    of_programs,
    of_prompts,
    of_readings,
    of_reminders,
)
from tests.journal.world import ACTIONS, SECRET, World, every_action
from tests.own_apps import PACKAGES, own_models

pytestmark = pytest.mark.django_db
TABLES = [
    of_contacts,
    of_copies,
    of_organizations,
    of_messages,
    of_people,
    of_document_types,
    of_dossiers,
    of_guest_mail,
    of_portal,
    of_programs,
    of_prompts,
    of_readings,
    of_reminders,
]
# Written by itself, outside any action: the request was refused.
REFUSALS = {"access.refused", "contact_change.refused", "guest_shipment.refused", "person_access.code_refused"}
# Done on the connection of the owner of the tables: tests/portal/retention/test_rules.py.
BY_THE_OWNER = {"retention.journal_erased"}
# Claimed by a worker, in a transaction of its own, before they are looked at: the claim stays, the verdict does not.
CLAIMED_FIRST = {
    "document.accepted": {"documents_document"},
    "document.refused": {"documents_document"},
    # How far a job is, which is kept apart from what its parts write.
    "deadlines.renewed": {"jobs_job"},
    "deadlines.unmandated": {"jobs_job"},
    "dossier.late": {"jobs_job"},
    "dossier.review_asked": {"jobs_job"},
    # Tries are counted before what was typed is looked at.
    "person_access.not_recognized": {"counters_keptcounter"},
    "space_invitation.used": {"counters_keptcounter"},
    "guest_shipment.code_asked": {"counters_keptcounter"},
    "guest_shipment.opened": {"counters_keptcounter"},
}
_VERB = re.compile(r"""["']([a-z_]+\.[a-z_]+)["']""")
VALUES = [SECRET, "Tremblay", "Amélie", "Gagnon", "@relais.example", "+1418555", "555-01", "Canarinette".lower()]


class JournalBroken(Exception):
    """The disk is full."""


@pytest.fixture
def world(people, signed_in):
    with ExitStack() as later:
        yield World(people, signed_in, later)


def break_down(*args: object, **kwargs: object) -> None:
    raise JournalBroken


def everything() -> dict[str, tuple[int, int]]:
    """Table → how many rows, and a digest of their places: a row that is written again gets another one."""
    tables = [model._meta.db_table for model in own_models(include_auto_created=True)]
    one = "SELECT '{0}', count(*), coalesce(sum(hashtid(ctid)::bigint), 0) FROM {0}"
    with connection.cursor() as cursor:
        # So many tables look like much work to the planner, and starting its workers takes longer than reading them.
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return {name: (count, digest) for name, count, digest in cursor.fetchall()}


def test_a_row_written_again_is_seen_and_one_put_back_is_not(people):
    before = everything()
    with transaction.atomic():
        people["amelie"].citizen.save(update_fields=["given_name"])
        assert everything() != before
        transaction.set_rollback(True)
    assert everything() == before


def test_every_verb_of_the_journal_has_its_action():
    missing = verbs() - set(ACTIONS) - REFUSALS - BY_THE_OWNER
    assert not missing, f"say in tests/journal how these are done: {sorted(missing)}"


def test_every_verb_recorded_in_the_sources_has_its_words():
    """A verb without words would be shown as it is to the person."""
    said = set()
    for app in PACKAGES:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            for line in re.findall(r"(?:record|journal|_told|_journal|_record)\(\s*.*", path.read_text()):
                said |= set(_VERB.findall(line))
    assert len(said) > 80 and not {verb for verb in said if verb.split(".")[0] in nouns()} - verbs()


def nouns() -> set[str]:
    return {verb.split(".")[0] for verb in verbs()}


@pytest.mark.parametrize(("verb", "prepare"), every_action(), ids=lambda value: getattr(value, "__name__", value))
def test_an_action_is_told_or_it_is_not_done(verb, prepare, world, monkeypatch, caplog):
    """The journal cannot be written: nothing is done. It can again: the same action is done, and told."""
    do = prepare(world)
    before, last = everything(), AuditEvent.objects.latest("pk").pk
    with monkeypatch.context() as broken, pytest.raises(JournalBroken):
        broken.setattr(AuditEvent, "save", break_down)
        do()
    after = everything()
    assert not {table for table in before if before[table] != after[table]} - CLAIMED_FIRST.get(verb, set())
    do()
    rows = list(AuditEvent.objects.filter(pk__gt=last))
    assert verb in {row.verb for row in rows}
    text = str([(row.detail, row.subject_type, row.subject_id) for row in rows])
    assert not [value for value in VALUES if value in text or value in caplog.text]
