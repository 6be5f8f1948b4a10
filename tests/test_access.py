"""The access matrix: every address of the map, for every role. An address without a declared policy fails."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, ResolverMatch, URLPattern, get_resolver, resolve, reverse

from messaging.threads.models import Thread
from portal.access.permissions import Role
from portal.access.policies import Policy, policy_of
from portal.client_numbers.models import ClientNumber
from portal.documents.models import Document
from portal.dossiers.models import Dossier
from portal.mandates.actions import give, revoke
from portal.mandates.models import Mandate
from portal.organizations.models import Organization
from portal.requested_documents.models import RequestedDocument
from portal.staff.models import StaffInvitation
from programs.findings.models import Finding
from programs.programs.models import Program
from programs.prompts.models import Prompt
from reminders.deadlines.models import Deadline
from reminders.deadlines.serving import person_served
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind
from reminders.personal.models import PersonalReminder
from reminders.test_messages.models import TestMessage
from reminders.unsubscribing.tokens import Choice, token_for

ROLES = {
    "anonymous": None,
    "amelie": "citizen, owner",
    "bruno": "citizen, stranger",
    "rachel": "representative of amelie, on her own pages",
    "rachel_for_amelie": "the same, in the place of amelie",
    "alain": "agent of the team",
    "benoit": "agent of another team",
    "diane": "agent of another organization",
    "emile": "administrator of the organization",
    "daniel": "administrator of another organization",
    "sylvie": "supervisor of the organization",
    "olga": "operation of the portal",
}
STAFF = {"alain", "benoit", "diane", "emile", "daniel", "sylvie", "olga"}
HELPING = "rachel_for_amelie"
IN_PLACES = {Policy.CITIZEN, Policy.SIGNED_IN}
OWNERS = {"amelie", HELPING}
EVERYONE = set(ROLES)


def of_amelie(people, model):
    return model.objects.filter(citizen=people["amelie"].citizen)


def conversation_of(people) -> Thread:
    return of_amelie(people, Thread).get(team__organization__code="saaq")


# Addresses that name an object: its arguments, and who may open it (strangers get 404).
Objects = dict[str, tuple[dict, set[str]]]


def objects_of(people) -> Objects:
    nobody = {"pk": 999_999}
    return {
        **objects_of_portal(people),
        **objects_of_programs(people),
        **objects_of_reminders(people),
        **objects_of_choices(people),
        "api:read_deadline": ({"reference": "r-1"}, set()),
        "api:put_deadline": ({"reference": "r-1"}, set()),
        **{
            f"api:{name}": (named, set())
            for named, names in (
                ({"number": "d-1"}, ["read_dossier", "put_dossier"]),
                ({"number": "d-1"}, ["list_dossier_documents", "list_dossier_messages"]),
                ({"number": "d-1"}, ["list_requested_dossier_documents"]),
                ({"number": "d-1", "reference": "r-1"}, ["put_dossier_document", "put_dossier_message"]),
                (
                    {"number": "d-1", "reference": "r-1"},
                    ["put_requested_dossier_document", "settle_requested_dossier_document"],
                ),
                ({"number": "d-1", "document_id": UUID(int=1)}, ["read_dossier_document"]),
            )
            for name in names
        },
        # One's own passkeys: nobody here has the one of that number.
        "mfa_remove_webauthn": (nobody, set()),
        "mfa_edit_webauthn": (nobody, set()),
        # A device of nobody: each signs out their own (tests/portal/people/test_sign_in.py).
        "people:end_device": (nobody, EVERYONE - {"anonymous"}),
    }


def licence_of_amelie(people) -> Dossier:
    return of_amelie(people, Dossier).get(number="SAAQ-2026-004182")


def objects_of_portal(people) -> Objects:
    document = of_amelie(people, Document).available().order_by("pk").first()
    deposit = of_amelie(people, Document).deposited().order_by("pk").first()
    requested_document = of_amelie(people, RequestedDocument).get()
    return {
        "demonstration:story": ({"code": "message"}, EVERYONE),
        # Nothing begins again where the database is not the launcher's own.
        "demonstration:begin-again": ({}, set()),
        # Opened by a code in one browser, whoever has an account (tests/messaging/guest_mail).
        "guest_mail:download": ({"document_id": document.pk}, set()),
        "threads:thread": ({"thread_id": conversation_of(people).pk}, OWNERS),
        "threads:save_reply": ({"thread_id": conversation_of(people).pk}, OWNERS),
        # Nothing was written a minute ago (tests/messaging/threads/test_undoing.py).
        "threads:undo": ({"thread_id": conversation_of(people).pk, "message_id": UUID(int=0)}, set()),
        "threads:pdf": ({"thread_id": conversation_of(people).pk}, OWNERS | {"alain", "sylvie"}),
        # Of nobody: each throws away their own (tests/messaging/threads/test_drafts.py).
        "drafts:discard": ({"pk": UUID(int=0)}, {"amelie", "bruno", "rachel", HELPING}),
        "documents:download": ({"document_id": document.pk}, OWNERS | {"alain", "sylvie"}),
        "documents:page": ({"document_id": document.pk}, OWNERS),
        # What was given to a team is nobody's to discard.
        "documents:discard": ({"document_id": deposit.pk}, set()),
        "documents:receipt": ({"document_id": deposit.pk}, OWNERS | {"alain", "sylvie"}),
        "requested_documents:show": ({"request_id": requested_document.pk}, OWNERS),
        # Nothing was sent for it: each takes back their own (tests/portal/requested_documents/test_files.py).
        "requested_documents:take_back": (
            {"request_id": requested_document.pk, "document_id": UUID(int=0)},
            set(),
        ),
        **{f"mandates:{name}": ({"pk": UUID(int=0)}, set()) for name in ("invitation", "withdraw", "finish", "change")},
        # Amélie is invited: nobody else answers for her, not even who acts for her.
        "staff:answer": ({"invitation_id": StaffInvitation.objects.get(email=people["amelie"].email).pk}, {"amelie"}),
        # Nobody here asked for one: not even who acts for her may have it (tests/portal/data_exports).
        "data_exports:download": ({"export_id": UUID(int=0)}, set()),
        # A number of nobody: each puts back their own changes only (tests/portal/profile).
        "profile:put_back": ({"change_id": UUID(int=0)}, set()),
        **{f"dossiers:{name}": ({"dossier_id": licence_of_amelie(people).pk}, OWNERS) for name in ("dossier", "story")},
        **{
            f"dossiers:{name}": ({"dossier_id": licence_of_amelie(people).pk}, OWNERS | {"alain", "sylvie"})
            for name in ("pdf", "zip")
        },
    }


def objects_of_programs(people) -> Objects:
    program = Program.objects.published().order_by("code").first()
    finding = of_amelie(people, Finding).first()
    return {
        "programs:program": ({"code": program.code}, EVERYONE),
        "shares:share": ({"finding_id": finding.pk}, OWNERS),
        "shares:shared": ({"share_id": UUID(int=0)}, set()),
        "shares:unshare": ({"share_id": UUID(int=0)}, set()),
        "findings:stance": ({"finding_id": finding.pk}, OWNERS),
        "prompts:of_dossier": ({"dossier_id": licence_of_amelie(people).pk}, OWNERS),
        "prompts:prompt": ({"prompt_id": Prompt.objects.get(code="accident-route-travail").pk}, EVERYONE),
        "prompts:take_back": ({"fact": "unable_to_work"}, EVERYONE),
        "life_events:life_event": ({"code": "naissance"}, EVERYONE),
        "findings:start_for_event": ({"code": "naissance"}, EVERYONE),
        "findings:start_for_program": ({"code": program.code}, EVERYONE),
        "findings:question": ({"fact": "birth_date"}, EVERYONE),
    }


def objects_of_reminders(people) -> Objects:
    deadline = of_amelie(people, Deadline).order_by("pk").first()
    item = InboxItem.objects.filter(citizen=people["amelie"].citizen).order_by("pk").first()
    code = DeadlineKind.objects.get(code="permis-conduire-paiement").code
    noted = {"pk": PersonalReminder.objects.get(citizen=people["amelie"].citizen).pk}
    of_noted = ("personal", "personal_edit", "personal_done", "personal_reopen", "personal_delete")
    of_deadline = "deadline done not_for_me change_date later missed reopen resume_ladder".split()
    of_kind = ("remind_me", "remind_now", "forget_now")
    return {
        **{f"deadlines:{name}": ({"pk": deadline.pk}, OWNERS) for name in of_deadline},
        "calendars:deadline_ics": ({"pk": deadline.pk}, OWNERS),
        **{f"personal:{name}": (noted, {"amelie"}) for name in of_noted},
        "inbox:item": ({"pk": item.pk} if item else {"pk": UUID(int=0)}, OWNERS if item else set()),
        "kinds:kind": ({"code": code}, EVERYONE),
        **{f"deadlines:{name}": ({"code": code}, {"amelie", "bruno", "rachel", HELPING}) for name in of_kind},
    }


def objects_of_choices(people) -> Objects:
    """What a person chose, and where they are reached."""
    citizen = people["amelie"].citizen
    test_message = {"pk": of_amelie(people, TestMessage).get().pk}
    return {
        **{f"test_messages:{name}": (test_message, OWNERS) for name in ("test_message", "test_message_arrived")},
        "test_messages:ask_test_message": ({"channel": "email"}, {"amelie", "bruno", "rachel"}),
        # Rachel helps Amélie: she chooses for her, and does not change where she is reached.
        "contacts:contact": ({}, {"amelie", "bruno", "rachel"}),
        "calendars:feed": ({"token": "0" * 43}, set()),
        "imported_deadlines:unlink_number": ({"pk": of_amelie(people, ClientNumber).get().pk}, OWNERS),
        "suspensions:resume": ({"pk": UUID(int=0)}, set()),
        "callbacks:email_provider_callback": ({"provider": "postmark"}, EVERYONE),
        "callbacks:email_provider_received": ({"provider": "postmark"}, EVERYONE),
        "unsubscribing:unsubscribe": ({"token": token_for(Choice(citizen.pk, "learn", "email"))}, EVERYONE),
        "unsubscribing:resubscribe": ({"token": token_for(Choice(citizen.pk, "learn", "email"))}, EVERYONE),
    }


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """(qualified name, pattern) of each address outside the admin site."""

    def walk(resolver, namespaces=()):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from walk(pattern, inner)
            elif "admin" not in namespaces:
                yield ":".join([*namespaces, pattern.name or ""]), pattern

    return walk(get_resolver())


def admin_objects() -> Iterator[tuple[str, type]]:
    for model in admin.site._registry:
        yield f"admin:{model._meta.app_label}_{model._meta.model_name}", model


@pytest.fixture
def clients(story, signed_in) -> dict[str, Client]:
    found = {role: signed_in(story[role]) for role in ROLES if role not in {"anonymous", HELPING}}
    return found | {"anonymous": Client(), HELPING: signed_in(story["rachel"], place=story["amelie"].citizen)}


def test_every_address_declares_a_policy():
    undeclared = []
    for name, pattern in addresses():
        match = ResolverMatch(pattern.callback, (), {}, pattern.name, namespaces=name.split(":")[:-1])
        if policy_of(match) is None:
            undeclared.append(name)
    assert not undeclared


def expected(policy: Policy, role: str, allowed: set[str] | None, *, is_own_only: bool) -> set[int]:
    """Statuses that this role may get from a GET."""
    if role == HELPING and (is_own_only or policy not in IN_PLACES):
        return {302, 401, 404, 405}  # such pages are in nobody's place
    if policy is Policy.TOKEN:
        return {401, 404, 405}  # whoever is signed in, a session opens nothing there
    if role == "anonymous" and policy is not Policy.PUBLIC:
        return {302}
    reaches = {
        Policy.PUBLIC: EVERYONE,
        Policy.SIGNED_IN: EVERYONE,
        Policy.ACCOUNT: EVERYONE,
        Policy.CITIZEN: EVERYONE - STAFF - {"anonymous"},
        Policy.STAFF: STAFF,
    }[policy]
    if role not in reaches or (allowed is not None and role not in allowed):
        return {404, 405}
    return {200, 302, 404, 405} if role == HELPING and allowed is None else {200, 302, 405}


# Offered where the demonstration runs its own database, which no test does.
NOT_HERE = {"demonstration:begin-again"}
# Pages of one's own second factor: absent (404) until there is one; recovery codes are shown once (403).
OWN_FACTOR = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}


@pytest.mark.usefixtures("bare_refusals")
def test_every_role_on_every_address(story, clients):
    objects, faults = objects_of(story), []
    for name, _pattern in addresses():
        arguments, allowed = objects.get(name, ({}, None))
        try:
            url = reverse(name, kwargs=arguments)
        except NoReverseMatch:
            faults.append(f"{name} names an object: say in objects_of which one, and who may open it")
            continue
        policy, is_own_only = policy_of(resolve(url)), getattr(resolve(url).func, "is_own_only", False)
        for role, client in clients.items():
            if "logout" in name or name in NOT_HERE:
                continue
            status = client.get(url).status_code
            if (name == "health:healthz" and status == 503) or (
                name in OWN_FACTOR and status in {403, 404} and role != "anonymous"
            ):
                status = 200
            if status not in expected(policy, role, allowed, is_own_only=is_own_only):
                faults.append(f"GET {name} by {role} ({ROLES[role]}): {status}")
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("bare_refusals")
def test_every_role_in_every_room_of_the_admin(story, clients):
    """A list or an object is shown to those whose role and reach say so; to all others it does not exist."""
    faults = []
    for name, model in admin_objects():
        for role, client in clients.items():
            if role == HELPING:
                continue  # gestion is in nobody's place
            enters = role in STAFF and _enters(story[role], model)
            status = client.get(reverse(f"{name}_changelist")).status_code
            wanted = 200 if enters else 302 if role == "anonymous" else 403 if role in STAFF else 404
            if status != wanted:
                faults.append(f"GET {name} list by {role}: {status}, not {wanted}")
            faults += list(_objects_of_section(story, client, role, name, model, enters))
    assert not faults, "\n".join(faults)


def _objects_of_section(story, client, role, name, model, enters) -> Iterator[str]:
    if role not in STAFF:
        return
    request = RequestFactory().get("/")
    request.user, request.session = story[role], client.session
    request.served_person = person_served(request)  # whose private dates are shown meanwhile
    section = admin.site._registry[model]
    seen = set(section.get_queryset(request).values_list("pk", flat=True)) if enters else set()
    some = list(model.objects.order_by("pk").values_list("pk", flat=True)[:3])
    for pk in {*some, *sorted(seen, key=str)[:2]}:
        answer = client.get(reverse(f"{name}_change", args=[pk]))
        # A task leads to its subject; an object that is not there leads back to the first page, and a date that is the
        # person's alone to the page of who serves her, where one begins.
        place = answer.headers.get("Location", "/gestion/")
        shown = answer.status_code == 200 or place != "/gestion/" and "/servedperson/" not in place
        if shown != (pk in seen) or answer.status_code == 500:
            yield f"GET {name} {pk} by {role}: {answer.status_code}, visible: {pk in seen}"


def test_each_role_is_shown_a_refusal_in_words(story, clients):
    for role, client in clients.items():
        assert "<h1" in client.get("/nulle-part/").content.decode()
        if role in STAFF:
            closed = [name for name, model in admin_objects() if not _enters(story[role], model)]
            answer = client.get(reverse(f"{closed[0]}_changelist"))
            assert answer.status_code == 403 and "<h1" in answer.content.decode()


def _enters(user, model) -> bool:
    section = admin.site._registry[model]
    held = {permission for one in user.memberships.all() for permission in Role(one.role).permissions}
    return bool(held & {section.view_permission, section.change_permission})


def test_another_team_never_sees_the_conversation(story, clients):
    """The same, said without `visible_to`: who works on amelie's matter, and nobody else."""
    thread = conversation_of(story)
    url = reverse("admin:threads_thread_change", args=[thread.pk])
    opened = {role for role, client in clients.items() if client.get(url).status_code == 200}
    assert opened == {"alain", "sylvie"}


@pytest.mark.usefixtures("bare_refusals")
def test_a_strangers_post_changes_nothing(story, clients):
    """Every address that names amelie's object, posted by those who may not: refused, and the row is as before."""
    faults = []
    for name, (arguments, allowed) in objects_of(story).items():
        url = reverse(name, kwargs=arguments)
        before = _rows(story)
        for role in EVERYONE - allowed:
            status = clients[role].post(url, {"due_on": "2030-01-01", "body": "bonjour"}).status_code
            if status not in {302, 404, 405}:
                faults.append(f"POST {name} by {role}: {status}")
        if _rows(story) != before:
            faults.append(f"POST {name} by a stranger changed something")
    assert not faults, "\n".join(faults)


@pytest.fixture
def helping(story, signed_in):
    """`helping(may_act=False)`: a helper of Amélie by a mandate of that scope, in her place."""

    def help_her(**scope) -> Client:
        citizen, helper = story["amelie"].citizen, story["bruno"]
        give(citizen=citizen, holder=helper, kind=Mandate.Kind.HELPER, by=story["amelie"], **scope)
        return signed_in(helper, place=citizen)

    return help_her


def _in_places(people) -> Iterator[tuple[str, str, set[str] | None]]:
    """(name, address, who may open it) of each page that opens in the place of somebody."""
    objects = objects_of(people)
    for name, _pattern in addresses():
        arguments, allowed = objects.get(name, ({}, None))
        url = reverse(name, kwargs=arguments)
        view = resolve(url).func
        is_ours = not view.__module__.startswith("allauth.") and not getattr(view, "is_own_only", False)
        if is_ours and policy_of(resolve(url)) in IN_PLACES:
            yield name, url, allowed


@pytest.mark.usefixtures("bare_refusals")
def test_who_may_only_read_sends_nothing_from_any_page(story, helping):
    faults, client, before = [], helping(may_act=False), _rows(story)
    for name, url, _allowed in _in_places(story):
        status = client.post(url, {"due_on": "2030-01-01", "body": "bonjour"}).status_code
        if status != 403:
            faults.append(f"POST {name} in the place of whom one may only read: {status}")
    assert _rows(story) == before
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("bare_refusals")
def test_who_acts_for_one_organization_reaches_nothing_of_another(story, helping):
    """Amélie has nothing with that organization: no object of hers opens, nor takes anything."""
    faults, before = [], _rows(story)
    elsewhere = Organization.objects.create(code="autre", name_fr="Autre")
    client = helping(is_limited=True, organization_ids=[elsewhere.pk])
    for name, url, allowed in _in_places(story):
        if allowed is None or HELPING not in allowed or allowed >= {"bruno", HELPING}:
            continue
        for method in (client.get, client.post):
            status = method(url).status_code
            if status not in {404, 405}:
                faults.append(f"{method.__name__} {name} outside of the scope: {status}")
    assert _rows(story) == before
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("bare_refusals")
def test_a_revoked_mandate_closes_every_page_at_once(story, helping):
    client = helping()
    revoke(mandate=Mandate.objects.get(holder=story["bruno"]), by=story["amelie"])
    before = _rows(story)
    open_still = [name for name, url, _allowed in _in_places(story) if client.post(url).status_code != 404]
    open_still += [name for name, url, _allowed in _in_places(story) if client.get(url).status_code not in {404, 405}]
    assert not open_still and _rows(story) == before


def _rows(people) -> list:
    return [
        list(of_amelie(people, model).order_by("pk").values())
        for model in (Thread, Document, RequestedDocument, Deadline, Finding)
    ]


@pytest.mark.parametrize("method", ["trace", "put", "delete", "patch"])
def test_other_methods_are_refused_or_unknown(db, method):
    assert getattr(Client(), method)("/aide/").status_code in {200, 405} if method != "trace" else True
    assert Client().generic("TRACE", "/aide/").status_code == 405
    assert Client().generic("PROPFIND", "/aide/").status_code == 405


def test_a_host_of_somebody_else_is_refused(db):
    assert Client().get("/aide/", HTTP_HOST="attaquant.example").status_code == 400
