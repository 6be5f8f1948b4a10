"""A table that a sweep looks at for what waits is vacuumed by what left, not by its size."""

import pytest
from django.db import connection, models
from django.db.models import F

from portal.retention.reading import own_models

NOT_SWEPT = {
    "account_notice_waiting": "some rows a day",
    "audit_operation": "rows do not leave it",
    "automatic_answer_waiting": "some rows a day",
    "call_open_of_organization": "a list, asked for one organization",
    "call_open_of_team": "a list, asked for one team",
    "call_open_placed": "a list: few rows",
    "call_past_of_organization": "a list, asked for one organization",
    "call_past_of_team": "a list, asked for one team",
    "client_number_of_citizen": "asked for one person",
    "contact_change_freezing": "a list, of some days",
    "contact_alert_waiting": "some rows a day",
    "data_export_waiting": "some rows a day",
    "delivery_reference": "rows do not leave it",
    "decision_to_contest": "asked in its own order",
    "document_damaged": "empty, or nearly",
    "dossier_promised": "asked twice a day",
    "guest_email_waiting": "some rows a day",
    "import_file_waiting": "some files a day",
    "imported_dossier_waits": "asked for one client number",
    "imported_deadline_unmatched": "asked for one client number, and once a day",
    "invitation_expires": "asked once a day",
    "invitation_to_print": "printed in batches, on demand",
    "personal_reminder_next": "asked in its own order",
    "reply_settled": "a list, asked for one team",
    "reply_unread": "a list, asked for one team",
    "result_letter_waiting": "printed in batches, on demand",
    "space_invitation_to_print": "printed in batches, on demand",
    "mandate_invitation_asked": "asked for one address",
    "mandate_invitation_waiting": "some rows a day",
    "mandate_letter_to_print": "printed in batches, on demand",
    "staff_invitation_waiting": "some rows a day",
    "thread_team_unread": "asked for one team",
    "unmatched_of_kind": "a list, asked for one kind",
    "unmatched_of_organization": "a list, asked for one organization",
    "user_closed_at": "asked once a day",
    "webhook_call_ready": "asked for one subscription, in its own order",
    "webhook_call_troubled": "few rows",
    "consent_withdrawn_by": "asked for one account",
    "deadline_author": "asked for one account",
    "deadline_closed_by": "asked for one account",
    "deadline_paused_by": "asked for one account",
    "inbox_read_by": "asked for one account",
    "message_read_by": "asked for one account",
}
"""Partial indexes that no sweep of every few seconds walks from end to end."""


def partial_indexes() -> dict[str, str]:
    """Name of each partial index of ours, and its table."""
    return {
        index.name: model._meta.db_table
        for model in own_models()
        for index in model._meta.indexes
        if index.condition is not None
    }


def options_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [table])
        return {option.split("=")[0] for option in cursor.fetchone()[0] or []}


@pytest.mark.django_db
def test_each_swept_table_is_vacuumed_by_what_left(pytestconfig):
    if pytestconfig.getvalue("nomigrations"):
        pytest.skip("migrations say how tables are kept")
    swept = {table for name, table in partial_indexes().items() if name not in NOT_SWEPT}
    assert {table for table in swept if "autovacuum_vacuum_scale_factor" not in options_of(table)} == set()


def test_what_is_said_not_to_be_swept_exists():
    assert NOT_SWEPT.keys() <= partial_indexes().keys()


def beginnings(model: type[models.Model]) -> set[str]:
    """The first columns of the indexes and unique constraints over all rows of a model."""
    kept = [one for one in [*model._meta.indexes, *model._meta.constraints] if getattr(one, "condition", "") is None]
    return {_first(one) for one in kept if one.fields or one.expressions}


def _first(kept: models.Index | models.UniqueConstraint) -> str:
    if kept.fields:
        return kept.fields[0].removeprefix("-")
    first = kept.expressions[0]
    named = getattr(first, "expression", first)  # in descending order, or not
    return named.name if isinstance(named, F) else ""


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_no_index_of_a_key_repeats_the_beginning_of_another(model):
    """Each is written for every row: `db_index=False` on a foreign key that another index begins with."""
    keys = {field.name for field in model._meta.local_fields if getattr(field, "db_index", False) and not field.unique}
    assert keys & beginnings(model) == set()
