"""The inventory of what a citizen does: each act has its twin in «gestion», for whom has only a telephone or a postal
address, or the reason why it has none. A new page that writes makes this fail."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, resolve, reverse

from portal.access.policies import Policy, policy_of
from tests.test_access import addresses, objects_of

CARD, WRITE, MANDATES = (f"admin:assisted_servedperson_{page}" for page in ("change", "write", "mandates"))
ADVICE, DEADLINE = "admin:programs_program_assisted", "admin:deadlines_deadline_change"
PAPER, CONVERSATION = "admin:requested_documents_requesteddocument_change", "admin:threads_thread_change"
TWINS = {
    "contacts:birth": CARD,
    "contacts:contact": CARD,
    "deadlines:change_date": DEADLINE,
    "deadlines:done": DEADLINE,
    "deadlines:missed": DEADLINE,
    "deadlines:not_for_me": DEADLINE,
    "deadlines:reopen": DEADLINE,
    "deadlines:resume_ladder": DEADLINE,
    "deadlines:remind_me": CARD,
    "deadlines:remind_now": CARD,
    "deadlines:forget_now": DEADLINE,
    "deadlines:later": DEADLINE,
    "documents:deposit": WRITE,
    "findings:keep": ADVICE,
    "findings:start": ADVICE,
    "findings:stance": f"{ADVICE}_stance",
    "findings:question": ADVICE,
    "findings:start_for_event": ADVICE,
    "findings:start_for_program": ADVICE,
    "findings:watch": CARD,
    "findings:unwatch": CARD,
    "first_steps:reach": CARD,
    "imported_deadlines:link_number": "admin:imported_deadlines_importeddeadline_link",
    "imported_deadlines:unlink_number": CARD,
    "mandates:finish": MANDATES,
    "mandates:invite": MANDATES,
    "mandates:withdraw": MANDATES,
    "preferences:preferences": CARD,
    "preferences:stop_all": CARD,
    "profile:names": CARD,
    "requested_documents:show": PAPER,
    "requested_documents:take_back": PAPER,
    "result_letters:by_post": "admin:programs_program_assisted",
    "space_invitations:redeem": CARD,
    "suspensions:resume": CARD,
    "suspensions:suspended": CARD,
    "threads:choose": CARD,
    "threads:new": CARD,
    "threads:thread": CONVERSATION,
}
"""Page of the citizen → page of gestion where an agent does the same with the person."""
NOT_ASSISTED = {
    "account_closing:back": "of an account",
    "account_closing:close": "of an account",
    "calendars:calendar": "a screen’s own",
    "calendars:revoke_calendar": "a screen’s own",
    "data_exports:show": "the command export_person makes the same file",
    "drafts:discard": "an agent writes and sends at once, or keeps a draft of their own",
    "threads:undo": "of whoever just wrote, for a minute",
    "threads:find": "an agent finds in the conversations of their teams (`admin:threads_thread_find`)",
    "threads:save_new": "an agent writes and sends at once, or keeps a draft of their own",
    "threads:save_reply": "an agent writes and sends at once, or keeps a draft of their own",
    "documents:discard": "kept in a space of one’s own",
    "documents:page": "kept in a space of one’s own",
    **{
        f"personal:personal_{act}": "its words are read in a space only; a date of an organization is added on the card"
        for act in ("delete", "done", "edit", "new", "reopen")
    },
    "shares:share": "the organization’s agent has the advice before them",
    "shares:unshare": "the organization’s agent has the advice before them",
    "deadlines:deadline": "read on a screen",
    "deadlines:deadlines": "read on a screen",
    "inbox:inbox": "read on a screen",
    "inbox:item": "read on a screen",
    "mandates:change": "ended and given again",
    "mandates:helped": "of whoever acts, with an account",
    "mandates:invitation": "of whoever acts, with an account",
    "people:end_device": "of an account",
    "people:session_extend": "of an account",
    "person_access:support_code": "read from a space; without one, identity questions are asked",
    "preferences:undo_stop": "each agreement is asked again in its words",
    "profile:put_back": "put back by support («Changements de coordonnées»)",
    "staff:answer": "of staff",
    "test_messages:ask_test_message": "of a screen",
    "test_messages:test_message_arrived": "of a screen",
}
"""Page of the citizen → why no agent does the same."""
KEY = "00000000-0000-4000-8000-000000000000"
FOR_THE_PERSON = {Policy.CITIZEN, Policy.SIGNED_IN}
OF_OTHERS = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
"""Proving who one is."""


@pytest.fixture
def acts(story, signed_in) -> set[str]:
    """Names of the pages of people that answer to a form."""
    return set(_acts(story, signed_in)) - OF_OTHERS


def _acts(story, signed_in) -> Iterator[str]:
    objects = objects_of(story)
    for name, _pattern in addresses():
        url = reverse(name, kwargs=objects.get(name, ({}, None))[0])
        if policy_of(resolve(url)) not in FOR_THE_PERSON:
            continue
        if signed_in(story["amelie"]).post(url).status_code != 405:
            yield name


@pytest.mark.usefixtures("bare_refusals")
def test_each_act_of_a_citizen_has_its_twin_or_its_reason(acts):
    public = {name for name in TWINS if name.startswith(("findings:", "result_letters:"))}  # open to all
    known = TWINS.keys() | NOT_ASSISTED.keys()
    assert not acts - known, "say in TWINS where an agent does the same, or in NOT_ASSISTED why nobody does"
    assert not known - acts - public, "a page is gone: so is its line"


def test_each_twin_is_a_page():
    assert not [name for name in set(TWINS.values()) if not any(_named(name, *keys) for keys in ((), (KEY,), (1,)))]


def _named(name: str, *keys: object) -> bool:
    try:
        reverse(name, args=keys)
    except NoReverseMatch:
        return False
    return True
