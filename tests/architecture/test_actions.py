"""An action is reached from a page, an API or a task, and says who does it."""

import ast
from pathlib import Path

from tests.architecture.callers import actions, unreached
from tests.architecture.trees import ROOT, write

# Only tests, seeds and the demonstration call them.
WITHOUT_A_PAGE = {
    "reminders.deliveries.actions.send_ready",  # sends at once what waits: for tests, which have no sender
}
# Nobody does it: a worker, the clock, a provider, or whoever holds a code or a link.
BY_NOBODY = {
    "messaging.guest_mail.actions.take",
    "messaging.threads.actions.read_without_account",
    "messaging.threads.actions.reply_without_account",
    "messaging.group_messages.actions.send_launched",
    "portal.account_notices.actions.send_account_notices",
    "portal.account_notices.actions.tell",
    "portal.account_notices.actions.notify_everywhere",
    "portal.catalogue.actions.put",
    "portal.catalogue.actions.remove",
    "portal.demonstration.actions.ask_to_begin_again",
    "portal.demonstration.actions.move_clock",
    "portal.demonstration.actions.reset_clock",
    "portal.counters.actions.erase_ended",
    "portal.documents.actions.mark_opened_without_account",
    "portal.health.actions.beat",
    "portal.health.actions.forget_the_gone",
    "portal.health.actions.say_goodbye",
    "portal.imports.actions.check_file",
    "portal.imports.actions.receive_file",
    "portal.installation.actions.establish",
    "portal.installation.actions.mark_folder",
    "portal.isolation.actions.put_aside",
    "portal.isolation.actions.retry_due",
    "portal.isolation.actions.run_apart",
    "portal.notices.actions.wake",
    "portal.people.actions.end_sessions",
    "portal.requested_documents.actions.await_another",
    "portal.staff.actions.take_effect",
    "portal.votes.actions.vote",  # who voted is not kept
    "portal.work_items.actions.reopen",
    "programs.counts.actions.count",
    "portal.api.actions.note_use",
    "reminders.calendars.actions.mark_read",
    "reminders.callbacks.actions.handle_events",
    "reminders.callbacks.actions.handle_events_of",
    "reminders.callbacks.actions.keep",
    "reminders.calls.actions.drop_void",
    "reminders.deliveries.actions.claim_again_of",
    "reminders.deliveries.actions.send",
    "reminders.deliveries.actions.send_ready",
    "reminders.deliveries.actions.send_rows",
    "reminders.indicators.actions.measure_recent_of",
    "reminders.mandate_letters.actions.write_letters",
    "reminders.mandate_letters.actions.write_letters_of",
    "reminders.personal.actions.tell_due",
    "reminders.replies.actions.receive_email",
    "reminders.replies.actions.receive_text",
    "reminders.test_messages.actions.send",
    "reminders.unsubscribing.actions.resume_choice",
    "reminders.unsubscribing.actions.stop_choice",
    "reminders.unsubscribing.actions.stop_texts",
}
# They write nothing, and would be better in another module.
READINGS = {
    "portal.contact_changes.actions.is_frozen",
    "portal.contact_changes.actions.must_be_free",
    "portal.demonstration.actions.may_begin_again",
    "portal.demonstration.actions.offset",
    "portal.documents.actions.has_room",
    "portal.imported_dossiers.actions.types_of",
    "portal.isolation.actions.set_aside_of",
    "portal.staff.actions.by_code",
    "portal.api.actions.digest_of",
    "portal.api.actions.find",
    "reminders.assisted.actions.must_live",
    "reminders.calls.actions.companions_of",
    "reminders.imported_deadlines.actions.kinds_of",
    "reminders.invitations.actions.code_digest_of",
    "portal.printing.actions.was_downloaded",
    "reminders.unsubscribing.actions.stopped_by_link",
    "reminders.unsubscribing.actions.stopped_by_text",
}
# They take `by` and forget it: nothing that they write says who.
UNUSED = {
    "portal.contact_changes.actions.forget_values",
    "portal.imports.actions.sweep",
    "portal.notices.actions.announce",
    "portal.work_items.actions.open_item",
    "programs.facts.actions.import_facts",
    "programs.life_events.actions.import_life_events",
    "programs.profiles.actions.empty",
    "programs.profiles.actions.empty_withdrawn",
    "programs.profiles.actions.fill",
    "programs.scans.actions.scan_all",
    "reminders.calls.actions.put_on_hold",
    "reminders.calls.actions.put_on_list",
    "reminders.indicators.actions.measure_recent",
    "reminders.invitations.actions.close",
    "reminders.letters.actions.queue",
    "portal.webhooks.actions.sweep",
}


def without_by(root: Path) -> set[str]:
    return {f"{one.module}.{one.name}" for one, node in actions(root).items() if not _takes_by(node)}


def with_unused_by(root: Path) -> set[str]:
    return {
        f"{one.module}.{one.name}"
        for one, node in actions(root).items()
        if _takes_by(node)
        and not any(isinstance(inner, ast.Name) and inner.id == "by" for body in node.body for inner in ast.walk(body))
    }


def _takes_by(node: ast.FunctionDef) -> bool:
    return "by" in {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}


def test_each_action_is_reached_from_a_page_an_api_or_a_task():
    """A new one is reached, or named above with its reason; one that is reached at last leaves the list."""
    assert unreached(ROOT) == WITHOUT_A_PAGE


def test_each_action_takes_who_does_it():
    assert without_by(ROOT) == BY_NOBODY | READINGS


def test_each_action_says_who_did_it():
    assert with_unused_by(ROOT) == UNUSED


def test_an_action_that_nothing_reaches_is_found(tmp_path):
    write(
        tmp_path,
        portal__thing__actions="""
def seen(*, by): return _help(by)
def helped(*, by): return by
def _help(by): return helped(by=by)
def seeded(*, by): return by
def lonely(*, by): return seeded(by=by)
def named(*, by): return by
""",
        portal__thing__views="from portal.thing import actions\ndef page(request): actions.seen(by=request.user)\n",
        portal__thing__seeds="from portal.thing.actions import seeded\ndef seed(): seeded(by=None)\n",
        portal__thing__apps='WORK = "portal.thing.actions.named"\n',
        portal__thing__models='RETENTION = "portal.thing.actions.lonely"\n',
    )
    assert unreached(tmp_path) == {"portal.thing.actions.seeded", "portal.thing.actions.lonely"}


def test_an_action_of_nobody_is_found(tmp_path):
    write(
        tmp_path,
        portal__thing__actions="def a(*, by): return by\ndef b(*, what): ...\ndef c(*, by): ...\ndef _d(): ...\n",
        portal__thing__views="def e(request): ...\n",
    )
    assert without_by(tmp_path) == {"portal.thing.actions.b"}
    assert with_unused_by(tmp_path) == {"portal.thing.actions.c"}
