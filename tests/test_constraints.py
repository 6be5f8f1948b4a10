"""What must be true is true in the database: rows that lie are refused by name, whoever writes them.

Rows are written without the actions, and PostgreSQL answers. Pairs (`…_at`/`…_by`) are read from the model;
every other condition has its lies in `LIES`, and a condition without one fails.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction

from tests.own_apps import own_models

NOON = dt.datetime(2030, 6, 3, 12, tzinfo=dt.UTC)
ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
DAY = NOON.date()

# What a row needs beside its defaults so that it tells the truth.
TRUE_ROWS: dict[str, dict[str, Any]] = {
    "Consent": {"wording": "Oui, par courriel."},
    "ContactChange": {"account_id": ONE, "undone_at": NOON, "undone_by_id": ONE},
    "FailingTask": {"task": "reminders.sweep_due", "code": "DataError"},
    "Heartbeat": {"name": "beat"},
    "SetAside": {"work": "reminders.plan", "code": "22023"},
    "Installation": {"field_canary": b"scelle", "file_canary": b"scelle"},
    "Membership": {"role": "agent", "team_id": ONE, "organization_id": ONE},
    "StaffInvitation": {"role": "agent", "team_id": ONE, "organization_id": ONE},
    "GuestShipment": {"proof": "text"},
    "Message": {"by_id": ONE},
    "WorkItem": {"team_id": ONE, "citizen_id": None},
    "Call": {"state": "to_call", "next_try_at": NOON},
    "DeadLetter": {"delivery_id": ONE, "reminder_id": None},
    "InboxItem": {"reminder_id": 1, "notice_id": None},
    "Outcome": {"reach": "digital", "reminded_at": NOON},
    "Invitation": {"state": "to_print", "contents": "scellé"},
    "SpaceInvitation": {"state": "to_print", "code": "scellé"},
    "ResultLetter": {"state": "waiting", "sheet_json": "scellé"},
    "ImportFile": {"state": "checking", "content": b"scelle"},
    "Prompt": {"team_id": ONE, "deadlines": []},
    "Reply": {"body": "scellé"},
    "TestMessage": {"channel": "inbox", "item_id": ONE, "delivery_id": None},
    "Delivery": {"state": "ready", "settled_at": None},
    "QuietHours": {"opens": dt.time(9), "closes": dt.time(20)},
    "Mandate": {"starts_on": DAY},
    "MandateInvitation": {
        "starts_on": DAY,
        "kind": "helper",
        "proof": "",
        "email": "x@relais.example",
        "postal_address": "",
    },
    "MandateLetter": {"state": "to_print", "code": "scellé"},
    "Document": {"state": "uploaded", "refused_because": ""},
    "Synonym": {"state": "proposed"},
    "TeamChange": {"from_team_id": ONE, "to_team_id": OTHER},
    "SamePerson": {"same_as_id": OTHER},
    "PersonAccess": {"reason": "registered", "ends_at": None},
}

# condition → rows that it must refuse (columns that differ from the true row).
LIES: dict[str, list[dict[str, Any]]] = {
    "client_number_reason_of_its_end": [{"ended_reason": "old"}],
    "personal_reminder_closed_at_by": [
        {"closed_at": NOON, "closed_by_id": None},
        {"closed_at": None, "closed_by_id": ONE},
        {"closed_at": NOON, "closed_by_id": ONE, "next_at": NOON},
    ],
    "reply_of_a_person_has_a_team": [{"citizen_id": ONE, "team_id": None}],
    "api_token_made_at_by": [{"made_by_id": None}],
    "imported_dossier_of_a_person": [{"dossier_id": ONE}, {"citizen_id": ONE}],
    "group_message_launched_when_sending": [{"state": "sending"}, {"launched_at": NOON, "launched_by_id": ONE}],
    "group_message_four_eyes": [
        {"state": "sent", "count": 501, "author_id": ONE, "launched_at": NOON, "launched_by_id": ONE}
    ],
    "team_change_is_to_another": [{"from_team_id": ONE, "to_team_id": ONE}],
    "team_sorting_accepts_messages": [{"is_sorting": True, "accepts_messages": False}],
    "guest_shipment_opens_by_its_proof": [
        {"secret_digest": "x"},
        {"proof": "secret"},
        {"proof": "secret", "secret_digest": "x", "code_digest": "x", "code_expires_at": NOON},
    ],
    "guest_shipment_code_ends": [{"code_digest": "x"}, {"code_expires_at": NOON}],
    "guest_shipment_closed_says_why": [
        {"closed_at": NOON},
        {"closed_because": "finished"},
        {"closed_at": NOON, "closed_because": "withdrawn"},
        {"closed_at": NOON, "closed_because": "kept"},
        {"closed_by_id": ONE},
    ],
    "message_has_its_author": [
        {"author_kind": "citizen", "by_id": None},
        {"author_kind": "citizen", "is_without_account": True},
        {"author_kind": "agent", "by_id": None, "is_without_account": True},
    ],
    "message_read_pair": [{"read_by_id": ONE}],
    "imported_deadline_of_a_person": [{"deadline_id": 1, "citizen_id": None}],
    "call_next_try": [{"next_try_at": None}, {"state": "reached"}],
    "citizen_birth_known_in_one_way": [
        {"birth_date": DAY, "birth_year": 1961},
        {"birth_month": 5},
        {"birth_year": 61},
        {"birth_year": 1961, "birth_month": 13},
    ],
    "citizen_dies_after_birth": [{"birth_date": dt.date(2000, 1, 2), "died_on": dt.date(2000, 1, 1)}],
    "citizen_extension_of_a_number_for_calls": [
        {"phone": "", "phone_extension": "2"},
        {"phone": "+14185550123", "phone_extension": "2", "phone_verified_at": NOON},
    ],
    "citizen_verified_phone_exists": [{"phone": "", "phone_verified_at": NOON}],
    "consent_has_wording": [{"wording": ""}],
    "consent_withdrawn_at_by_how": [
        {"withdrawn_at": NOON},
        {"withdrawn_by_id": 1},
        {"withdrawn_how": "page"},
        {"withdrawn_at": NOON, "withdrawn_by_id": 1},
        # Without a person: only the two ways that ask for no sign-in.
        {"withdrawn_at": NOON, "withdrawn_how": "page"},
    ],
    "contact_change_changed_at_by": [{"changed_by_id": None}],
    "contact_change_owned": [{"account_id": None}],
    "contact_change_lifted_once_undone": [
        {"undone_at": None, "undone_by_id": None, "lifted_at": NOON, "lifted_by_id": ONE}
    ],
    "data_export_ready_has_its_file": [{"ready_at": NOON}, {"state": "ready"}, {"state": "ready", "ready_at": NOON}],
    "user_erased_once_closed": [{"erased_at": NOON}],
    "dead_letter_is_of_one": [
        {"delivery_id": None},
        {"reminder_id": 1},
        {"delivery_id": None, "reminder_id": 1, "next_delivery_id": ONE},
    ],
    "dead_letter_settled_at_by": [
        {"settled_at": NOON},
        {"outcome": "handled"},
        {"settled_at": NOON, "outcome": "handled"},
        {"settled_at": NOON, "settled_by_id": 1, "outcome": "reached"},
    ],
    "deadline_private_is_not_theirs": [{"origin": "import"}, {"origin": "agent"}],
    "deadline_closed_at": [{"state": "done"}, {"closed_at": NOON}, {"closed_by_id": 1}],
    "delivery_attempted_at": [
        {"state": "attempted"},
        {"state": "accepted", "settled_at": NOON},
        {"state": "bounced", "settled_at": NOON},
    ],
    "delivery_settled_at": [
        {"settled_at": NOON},
        {"state": "accepted", "attempted_at": NOON},
        {"state": "failed"},
        {"state": "uncertain"},
        {"state": "cancelled"},
        {"state": "lost"},
    ],
    "document_available_was_screened": [
        {"state": "available", "scan": "clean", "served_sha256": "ab"},
        {"state": "available", "scan": "clean", "screened_at": NOON, "served_sha256": ""},
        {"state": "available", "scan": "infected", "screened_at": NOON, "served_sha256": "ab"},
    ],
    "document_expires_after_issue": [{"issued_on": DAY, "expires_on": DAY - dt.timedelta(days=1)}],
    "document_type_said_at_by": [
        {"document_type_id": ONE},
        {"type_said_at": NOON, "type_said_by_id": ONE},
        {"document_type_id": ONE, "type_said_at": NOON},
    ],
    "document_held_says_why": [
        {"state": "held"},
        {"state": "held", "held_because": "scanner"},
        {"state": "held", "held_since": NOON},
        {"held_because": "scanner"},
        {"held_since": NOON},
    ],
    "document_damaged_was_available": [{"damaged_at": NOON}],
    "document_refused_says_why": [{"state": "refused"}, {"refused_because": "virus"}],
    "failing_task_named": [{"task": ""}, {"code": ""}],
    "heartbeat_named": [{"name": ""}],
    "job_named": [{"work": ""}],
    "set_aside_says_what": [{"work": ""}, {"code": ""}],
    "installation_is_one": [{"id": 2}],
    "inbox_item_carries_one": [{"reminder_id": None}, {"notice_id": ONE}],
    "invitation_forgotten_once_printed": [{"state": "printed"}, {"contents": None}],
    "space_invitation_forgotten_once_printed": [{"state": "printed"}, {"code": None}],
    "space_invitation_in_batch": [{"batch_id": ONE}, {"place": 1}],
    "space_invitation_used_at_by": [
        {"state": "used", "code": None},
        {"used_at": NOON, "used_by_id": 1},
        {"state": "used", "code": None, "used_at": NOON},
    ],
    "invitation_in_batch": [{"batch_id": ONE}, {"place": 1}],
    "invitation_used_at_by": [
        {"state": "used", "contents": None},
        {"used_at": NOON, "used_by_id": 1},
        {"state": "used", "contents": None, "used_at": NOON},
    ],
    "kind_published_at_by": [
        {"state": "published"},
        {"state": "retired", "published_at": NOON},
        {"published_at": NOON, "published_by_id": 1},
    ],
    "kind_version_discarded_at_by": [
        {"state": "discarded"},
        {"discarded_at": NOON, "discarded_by_id": 1},
        {"state": "discarded", "discarded_at": NOON},
    ],
    "kind_version_has_its_day": [{"state": "published", "published_at": NOON, "published_by_id": 2}],
    "kind_version_published": [
        {"state": "published", "published_by_id": 2, "effective_on": DAY},
        {"published_at": NOON, "effective_on": DAY},
    ],
    "kind_version_published_at_by": [{"published_by_id": 2}],
    "kind_version_published_by": [
        {"state": "published", "published_at": NOON, "effective_on": DAY},
        {
            "state": "discarded",
            "discarded_at": NOON,
            "discarded_by_id": 1,
            "published_at": NOON,
            "published_by_id": 2,
            "effective_on": DAY,
        },
    ],
    "kind_version_returned_at_by_why": [
        {"returned_at": NOON},
        {"returned_at": NOON, "returned_by_id": 1},
        {"returned_by_id": 1, "returned_why": "Trop tôt."},
        {"returned_why": "Trop tôt."},
    ],
    "kind_version_submitted": [{"state": "submitted"}],
    "kind_version_two_persons": [
        {
            "state": "published",
            "submitted_at": NOON,
            "submitted_by_id": 1,
            "published_at": NOON,
            "published_by_id": 1,
            "effective_on": DAY,
        }
    ],
    "print_batch_state": [
        {"state": "printed"},
        {"printed_at": NOON, "printed_by_id": 1},
        {"state": "posted", "posted_at": NOON, "posted_by_id": 1},
    ],
    "letter_in_batch": [
        {"state": "queued", "address": "scellée"},
        {"state": "batched"},
        {"state": "printed", "batch_id": ONE, "place": 1, "address": ""},
        {"state": "queued", "place": 1},
    ],
    "letter_returned_at_by": [{"returned_at": NOON, "returned_by_id": 1}],
    "mandate_ends_after_start": [{"ends_on": DAY - dt.timedelta(days=1)}],
    "mandate_limits_of_limited": [{"organization_ids": [uuid.UUID(int=1)]}, {"dossier_ids": [uuid.UUID(int=1)]}],
    "mandate_limited_to_something": [{"is_limited": True}],
    "mandateinvitation_ends_after_start": [{"ends_on": DAY - dt.timedelta(days=1)}],
    "mandateinvitation_limits_of_limited": [{"organization_ids": [uuid.UUID(int=1)]}],
    "mandateinvitation_limited_to_something": [{"is_limited": True}],
    "mandate_invitation_accepted_at_by": [{"accepted_at": NOON}, {"accepted_by_id": uuid.UUID(int=1)}],
    "mandate_invitation_answered_once": [
        {"declined_at": NOON, "withdrawn_at": NOON, "withdrawn_by_id": uuid.UUID(int=1)}
    ],
    "mandate_invitation_proof_seen": [
        {"proof": "proxy", "organization_id": None},
        {"proof": "", "organization_id": uuid.UUID(int=1)},
    ],
    "mandate_invitation_by_law_proved": [{"kind": "legal"}],
    "mandate_invitation_by_one_way": [{"postal_address": "12, rue du Quai"}, {"email": ""}],
    "mandate_letter_forgotten_once_printed": [{"state": "printed"}, {"code": None}],
    "mandate_letter_in_batch": [{"batch_id": ONE}, {"place": 1}],
    "membership_scope_of_role": [
        {"role": "agent", "team_id": None},
        {"role": "administrator"},
        {"role": "operator", "team_id": None},
        {"role": "administrator", "team_id": None, "organization_id": None},
    ],
    "staff_invitation_scope_of_role": [
        {"role": "agent", "team_id": None},
        {"role": "administrator"},
        {"role": "operator", "team_id": None},
        {"role": "administrator", "team_id": None, "organization_id": None},
    ],
    "staff_invitation_declined_alone": [
        {"declined_at": NOON, "accepted_at": NOON, "accepted_by_id": ONE},
        {"declined_at": NOON, "withdrawn_at": NOON, "withdrawn_by_id": ONE},
    ],
    "staff_invitation_in_effect_accepted": [
        {"membership_id": ONE},
        {
            "membership_id": ONE,
            "accepted_at": NOON,
            "accepted_by_id": ONE,
            "withdrawn_at": NOON,
            "withdrawn_by_id": ONE,
        },
    ],
    "number_pattern_check_of_digits": [
        {"alphabet": "both", "check_digit": "luhn"},
        {"alphabet": "both", "check_digit": "mod11"},
        {"alphabet": "letters", "check_digit": "mod97"},
    ],
    "number_pattern_lengths": [{"shortest": 0}, {"shortest": 9, "longest": 8}, {"longest": 41}],
    "outcome_reminded_at": [{"reminded_at": None}, {"reach": "unreached"}, {"reach": "not_asked"}],
    "document_type_ages_in_months": [{"fresh_months": 0}, {"fresh_months": 601}],
    "program_version_discarded_at_by": [{"state": "discarded"}, {"discarded_at": NOON, "discarded_by_id": 1}],
    "program_version_has_its_day": [{"state": "published", "published_at": NOON, "effective_on": None}],
    "program_version_published": [
        {"state": "published", "effective_on": DAY},
        {"published_at": NOON, "effective_on": DAY},
    ],
    "program_version_published_at_by": [{"published_by_id": 1}],
    "program_version_returned_at_by_why": [
        {"returned_at": NOON},
        {"returned_at": NOON, "returned_by_id": 1},
        {"returned_by_id": 1, "returned_why": "Trop tôt."},
        {"returned_why": "Trop tôt."},
    ],
    "program_version_submitted": [{"state": "submitted"}],
    "program_version_two_persons": [
        {
            "state": "published",
            "submitted_at": NOON,
            "submitted_by_id": 1,
            "published_at": NOON,
            "published_by_id": 1,
            "effective_on": DAY,
        }
    ],
    "provider_event_matched_is_handled": [{"delivery_id": ONE, "handled_at": None}],
    "quiet_hours_in_order": [{"opens": dt.time(20)}, {"opens": dt.time(21), "closes": dt.time(7)}],
    "reminder_settled_at": [{"state": "sent"}, {"settled_at": NOON}],
    "reminder_why": [
        {"why": "act"},
        {"state": "sent", "settled_at": NOON, "why": "late"},
        {"state": "cancelled", "settled_at": NOON},
        {"state": "cancelled", "settled_at": NOON, "why": "late"},
        {"state": "missed", "settled_at": NOON, "why": "act"},
    ],
    "request_given_pair": [{"given_at": NOON}, {"given_by_id": 1}],
    "request_refused_says_why": [{"because": "illisible"}],
    "document_first_read_pair": [{"first_read_by_id": 1}],
    "request_settled_pair": [{"settled_by_id": 1}],
    "request_asked_pair": [{"asked_at": None, "asked_by_id": ONE}],
    "request_state_tells_the_rest": [
        {"state": "given"},
        {"state": "accepted", "settled_at": NOON, "settled_by_id": 1},
        {"state": "cancelled"},
    ],
    "request_subject_pair": [{"subject_type": "x.y", "subject_id": None}, {"subject_id": ONE}],
    "result_letter_in_batch": [
        {"state": "taken", "batch_id": ONE},
        {"place": 1},
        {"state": "expired", "sheet_json": None, "place": 1},
    ],
    "result_letter_state": [
        {"sheet_json": None},
        {"state": "taken"},
        {"state": "printed"},
        {"state": "expired"},
        {"batch_id": ONE, "place": 1},
    ],
    "import_file_accepted_before_received": [
        {"state": "receiving"},
        {"state": "received", "content": None, "settled_at": NOON},
        {"accepted_at": NOON, "accepted_by_id": ONE},
    ],
    "import_file_emptied_at_its_end": [
        {"content": None},
        {"state": "received", "settled_at": NOON, "accepted_at": NOON, "accepted_by_id": ONE},
        {"state": "refused", "content": None},
    ],
    "person_access_ends_unless_registered": [{"ends_at": NOON}, {"reason": "called"}],
    "same_person_is_another_registration": [{"same_as_id": ONE}],
    "identity_rule_asks_enough": [{"needed": 1}],
    "step_offset_of_dates_only": [{"moment": "done", "offset_days": 3}],
    "suspension_lifted_at": [{"lifted_by_id": 1}],
    "synonym_refused_says_why": [
        {"state": "refused", "decided_at": NOON, "decided_by_id": ONE},
        {"refused_why": "Trop large."},
    ],
    "synonym_state_was_decided": [
        {"decided_at": NOON, "decided_by_id": ONE},
        {"state": "withdrawn"},
        {"state": "refused", "refused_why": "Trop large."},
    ],
    "test_message_carried_by_one": [
        {"delivery_id": ONE},
        {"item_id": None},
        {"channel": "email"},
        {"channel": "email", "item_id": None},
    ],
    "subscription_former_until": [{"former_until": NOON}],
    "webhook_call_settled_at": [{"settled_at": NOON}, {"state": "accepted"}],
    "work_item_done_pair": [{"done_by_id": 1, "done_at": None}],
    "work_item_one_holder": [{"team_id": None}, {"citizen_id": ONE}],
    "prompt_has_a_place": [{"team_id": None}],
    "dossier_closed_at": [{"closed_at": NOON}, {"state": "closed"}],
    "dossier_stage_of_its_type": [{"stage": "recu"}, {"dossier_type_id": ONE}],
    "dossier_paused_for_the_person": [{"paused_at": NOON}, {"awaits": "person"}],
    "dossier_type_published_at": [
        {"published_at": NOON},
        {"published_by_id": ONE},
        {"state": "published"},
        {"state": "retired"},
    ],
    "dossier_type_promises_a_day": [{"promised_days": 0}],
    "decision_decided_at_by": [{"decided_at": None, "decided_by_id": ONE}],
    "decision_withdrawn_at_by": [{"withdrawn_by_id": ONE}],
    "decision_remedy_has_its_day": [{"remedy": "revision"}, {"contest_until": DAY}],
}
# One ledger: what a version of a program may not be, that of a question or of a type of dossier may not be either.
LIES |= {
    name.replace("program_version", noun): lies
    for noun in ("question_version", "dossier_type_version")
    for name, lies in LIES.items()
    if name.startswith("program_version")
}

FILLERS: dict[type, Any] = {
    models.UUIDField: ONE,
    models.DateTimeField: NOON,
    models.DateField: DAY,
    models.TimeField: dt.time(9),
    models.BooleanField: False,
    models.JSONField: {},
    ArrayField: [],
}


def ours() -> Iterator[type[models.Model]]:
    yield from own_models()


def conditions() -> dict[str, type[models.Model]]:
    return {
        constraint.name: model
        for model in ours()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }


def filler(field: models.Field) -> Any:
    target = field.target_field if field.is_relation else field
    if field.choices:
        return field.choices[0][0]
    for kind in type(target).__mro__:
        if kind in FILLERS:
            return FILLERS[kind]
    return 1 if isinstance(target, models.IntegerField) else "x"


def row(model: type[models.Model], **values: Any) -> models.Model:
    """A row of that table: its defaults, a filler where a column must say something, and what is told."""
    given = TRUE_ROWS.get(model.__name__, {}) | values
    made = model(**given)
    for field in model._meta.concrete_fields:
        if field.attname in given or field.null or field.has_default() or isinstance(field, models.AutoField):
            continue
        if getattr(field, "blank", False) and not field.is_relation and field.empty_strings_allowed:
            continue
        setattr(made, field.attname, filler(field))
    return made


def refusal_of(made: models.Model) -> str:
    """The name of the condition that refused it; "" when it was kept. Nothing stays."""
    try:
        with transaction.atomic():
            type(made)._base_manager.filter(pk=made.pk).delete()  # the only row of its table: this one takes its place
            type(made)._base_manager.bulk_create([made])
            transaction.set_rollback(True)
    except IntegrityError as error:
        result = error.__cause__.diag
        return result.constraint_name or f"{result.column_name} is null"
    return ""


def lies() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, model in sorted(conditions().items()):
        if name in LIES:
            yield from ((name, lie) for lie in LIES[name])
            continue
        pairs = [f.name for f in model._meta.concrete_fields if f.name in _columns_of(model, name)]
        moment, person = sorted(pairs, key=lambda column: column.endswith("_by"))
        column = model._meta.get_field(person)
        yield name, {moment: NOON, column.attname: None}
        if model._meta.get_field(moment).null:
            yield name, {moment: None, column.attname: filler(column)}


def _columns_of(model: type[models.Model], name: str) -> set[str]:
    condition = next(c.condition for c in model._meta.constraints if c.name == name)
    return {re.sub(r"__isnull$", "", column) for column, _ in _leaves(condition)}


def _leaves(condition: models.Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _leaves(child)
        else:
            yield child


def test_every_condition_but_plain_pairs_has_its_lies():
    plain = {name for name, model in conditions().items() if len(_columns_of(model, name)) == 2}
    assert not set(LIES) - set(conditions()), "lies about conditions that are no more"
    unlied = set(conditions()) - set(LIES)
    assert not unlied - plain, "say in LIES which rows these must refuse"
    assert all(re.search(r"(_at_by|_pair|_until_by|_claimed)$", name) for name in unlied)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", sorted(set(conditions().values()), key=lambda m: m.__name__), ids=lambda m: m.__name__
)
def test_a_true_row_is_kept(model):
    """Otherwise the refusals below could come from anything."""
    assert refusal_of(row(model)) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "lie"), list(lies()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_row_that_lies_is_refused_by_name(name, lie):
    refused = refusal_of(row(conditions()[name], **lie))
    # A column that must never be empty is refused sooner, by its own NOT NULL.
    assert refused == name or refused in {f"{column} is null" for column, value in lie.items() if value is None}
