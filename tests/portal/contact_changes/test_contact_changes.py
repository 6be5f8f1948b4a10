"""Another address, another number: the former one is told, may undo for 72 hours, and nothing of a thief stays."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.contact_changes import actions, sending
from portal.contact_changes.codes import code_of, digest_of
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.demonstration.seeds import PASSWORD, PEOPLE
from portal.dossiers.actions import open_dossier
from portal.foundation.channels import ChannelError, sms
from portal.isolation import actions as isolation
from portal.isolation.models import SetAside
from portal.isolation.wellness import set_aside
from portal.mandates.actions import give as give_mandate
from portal.mandates.models import Mandate
from portal.people.models import Citizen, User
from reminders.assisted.actions import note_contact
from reminders.contacts.actions import Contact, settle, settle_for
from tests.portal.people.test_sign_in import code_in_last_mail, give_password, is_signed_in, totp

pytestmark = pytest.mark.django_db
OTHER, FORMER = "voleur@relais.example", "amelie@relais.example"
NUMBER = "+14185550188"
IN_A_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture(autouse=True)
def no_limit_reached_before():
    cache.clear()


@pytest.fixture(autouse=True)
def texts(monkeypatch) -> list[dict]:
    sent: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: sent.append(values) or "sms-1")
    return sent


@pytest.fixture
def agent(amelie, saaq_team, saaq_agent) -> User:
    open_dossier(citizen=amelie.citizen, team=saaq_team, number="P-77", title="Permis", by=saaq_agent)
    return saaq_agent


def change_email(client: Client, address: str = OTHER) -> None:
    client.post("/compte/email/", {"email": address, "action_add": "1"})
    client.post("/compte/confirm-email/", {"code": code_in_last_mail()})


def fresh(user: User) -> User:
    return User.objects.select_related("citizen").get(pk=user.pk)


def mails_to(address: str) -> list:
    return [message for message in mail.outbox if message.to == [address]]


def undo_alone(change: ContactChange, **proof: str) -> Client:
    client = Client()
    client.post("/annuler/", {"code": code_of(change)})
    client.post("/annuler/preuve/", proof)
    return client


def contact(citizen: Citizen, phone: str) -> Contact:
    return Contact(postal_address="", phone=phone, time_zone=citizen.time_zone, language="fr", hours=None)


# -- who is told -------------------------------------------------------------------------------------------------------
def test_the_former_address_and_the_telephone_get_a_code_and_never_the_new_address(amelie, signed_in, texts):
    phone = amelie.citizen.phone.as_e164
    change_email(signed_in(amelie))
    sending.send_waiting()
    change = ContactChange.objects.get()
    (found,) = mails_to(FORMER)
    assert found.subject == "Votre adresse courriel a été changée"
    assert code_of(change) in found.body and "/annuler" in found.body and OTHER not in found.body
    assert "http" not in found.body, "no link"
    (text,) = texts
    assert text["to"] == phone and code_of(change) in text["text"] and sms.segments(text["text"]) == 1
    assert fresh(amelie).email == OTHER
    assert sending.send_waiting() == 0, "told once"


def test_the_telephone_that_replaces_tells_the_former_number_and_the_mailbox(amelie, texts):
    former = amelie.citizen.phone.as_e164
    settle(citizen=amelie.citizen, contact=contact(amelie.citizen, NUMBER), by=amelie)
    sending.send_waiting()
    assert [text["to"] for text in texts] == [former] and len(mails_to(FORMER)) == 1
    assert NUMBER not in texts[0]["text"] + mail.outbox[-1].body


def test_a_number_never_confirmed_gets_no_text(bruno, texts):
    settle(citizen=bruno.citizen, contact=contact(bruno.citizen, NUMBER), by=bruno)
    settle(citizen=bruno.citizen, contact=contact(bruno.citizen, "+14185550199"), by=bruno)
    sending.send_waiting()
    assert not texts and len(mails_to(bruno.email)) == 2


def test_the_same_number_or_address_again_is_no_change(amelie, signed_in):
    settle(citizen=amelie.citizen, contact=contact(amelie.citizen, amelie.citizen.phone.as_e164), by=amelie)
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("writer", ["agent", "representative"])
def test_whoever_writes_it_the_former_number_is_told(amelie, rachel, agent, texts, writer):
    """W-11: an agent wrote a number for Amélie, and nobody told her."""
    former = amelie.citizen.phone.as_e164
    result = contact(amelie.citizen, NUMBER)
    if writer == "agent":
        note_contact(citizen=amelie.citizen, contact=result, by=agent)
    else:
        mandate = give_mandate(citizen=amelie.citizen, holder=rachel, kind=Mandate.Kind.LEGAL, by=amelie)
        settle_for(mandate=mandate, contact=result, by=rachel)
    sending.send_waiting()
    assert [text["to"] for text in texts] == [former]
    words = "Un membre d’un organisme" if writer == "agent" else "Une personne qui vous représente"
    assert words in mails_to(FORMER)[-1].body


def test_without_an_account_one_is_told_to_call(people, agent, texts):
    person = Citizen.objects.create(given_name="Paul", family_name="Roy", phone=NUMBER, phone_verified_at=now())
    actions.change_phone(citizen=person, phone="+14185550199", verified=False, by=agent)
    sending.send_waiting()
    (text,) = texts
    assert text["to"] == NUMBER and settings.HELP_PHONE in text["text"] and not IN_A_CODE.search(text["text"])
    change = actions.undo(change=ContactChange.objects.get(), by=agent)
    person.refresh_from_db()
    assert person.phone.as_e164 == NUMBER and person.has_verified_phone and not change.is_freezing


def test_in_english_for_who_chose_it(amelie, signed_in, texts):
    Citizen.objects.filter(pk=amelie.citizen.pk).update(language="en")
    change_email(signed_in(amelie))
    sending.send_waiting()
    (found,) = mails_to(FORMER)
    assert found.subject == "Your e-mail address was changed" and "Bonjour" not in found.body
    assert "votre" not in found.body and "votre" not in texts[0]["text"]


def test_a_member_of_staff_is_told_too(saaq_agent, signed_in):
    former = saaq_agent.email
    change_email(signed_in(saaq_agent))
    sending.send_waiting()
    assert len(mails_to(former)) == 1 and ContactChange.objects.get().citizen is None


def test_a_provider_that_is_away_is_tried_again_and_a_text_in_doubt_is_not(amelie, signed_in, monkeypatch):
    change_email(signed_in(amelie))

    def fail(**values):
        raise ChannelError("away", uncertain="text" in values and "subject" not in values)

    with monkeypatch.context() as away:
        away.setattr(sending.email, "send", fail)
        away.setattr(sending.sms, "send", fail)
        assert sending.send_waiting() == 0
    assert sending.send_waiting() == 1 and ContactAlert.objects.get(channel="sms").refused_code


def test_an_alert_that_cannot_be_written_keeps_nobody_elses(amelie, bruno, signed_in):
    """The hour of the change is said in the person's zone, which this server does not know."""
    for user, address in ((amelie, OTHER), (bruno, "autre@relais.example")):
        change_email(signed_in(user), address)
    ContactAlert.objects.filter(sent_at=None, change__account=bruno).update(created_at=now())
    Citizen.objects.filter(user=amelie).update(time_zone="America/Nouvelle_Ville")
    ContactAlert.objects.update(sent_at=None)
    mail.outbox.clear()
    sending.send_waiting()
    assert mails_to("bruno@relais.example") and not mails_to(FORMER)
    row = SetAside.objects.get()
    assert (row.citizen, row.work, set_aside()) == (amelie.citizen, sending.WORK, "1 set aside")
    Citizen.objects.filter(user=amelie).update(time_zone="America/Toronto")
    SetAside.objects.update(retry_at=now())
    assert isolation.retry_due() == 1 and sending.send_waiting() >= 1 and mails_to(FORMER)


def test_nothing_else_writes_what_its_person_must_be_told_of():
    """Whoever adds a writer goes through `portal.contact_changes`."""
    free = {f"portal/{name}.py" for name in ("contact_changes/actions", "contact_changes/details", "people/actions")}
    writers = r"\b(set_phone|amend|confirm_email)\(citizen|\bcitizen\.(language|time_zone)\b.* = "
    found = set()
    for app in ("portal", "messaging", "programs", "reminders"):
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            name = str(path.relative_to(settings.BASE_DIR))
            if re.search(writers, path.read_text()) and "demo" not in name:
                found.add(name)
    assert found <= free


# -- undoing -----------------------------------------------------------------------------------------------------------
def test_a_thief_who_knows_the_password_loses_everything(amelie, signed_in, texts):
    """The thief: another address, another number, a password and a key of their own. The owner: the code and the
    password of before."""
    thief, phone = signed_in(amelie), amelie.citizen.phone.as_e164
    change_email(thief)
    settle(citizen=fresh(amelie).citizen, contact=contact(amelie.citizen, NUMBER), by=amelie)
    TOTP.activate(fresh(amelie), "JBSWY3DPEHPK3PXP")
    stolen = fresh(amelie)
    stolen.set_password("le mot de passe du voleur")
    stolen.save()
    sending.send_waiting()
    assert not mails_to(OTHER)[1:], "of the number too, the former address is told, not the thief's"
    recovering = Client()
    recovering.post("/compte/password/reset/", {"email": OTHER})
    answer = undo_alone(ContactChange.objects.get(point="email"), password=PASSWORD).get("/annuler/fait/")
    owner = fresh(amelie)
    assert owner.email == owner.citizen.email == FORMER and owner.citizen.phone.as_e164 == phone
    assert owner.citizen.has_verified_phone and owner.check_password(PASSWORD)
    assert list(EmailAddress.objects.filter(user=owner).values_list("email", "verified", "primary")) == [
        (FORMER, True, True)
    ]
    assert not Authenticator.objects.filter(user=owner).exists()
    assert thief.head("/espace/").status_code == 302
    assert "account_password_reset_verification" not in recovering.session, "the pending code is void"
    assert settings.HELP_PHONE in answer.content.decode()
    newcomer = Client()
    give_password(newcomer, FORMER)
    newcomer.post("/compte/login/code/confirm/", {"code": code_in_last_mail()})
    assert is_signed_in(newcomer)


def test_the_thief_cannot_undo_nor_block(amelie, signed_in):
    """The code without the proof of before does nothing; a password chosen since proves nothing."""
    change_email(signed_in(amelie))
    stolen = fresh(amelie)
    stolen.set_password("le mot de passe du voleur")
    stolen.save()
    change = ContactChange.objects.get()
    for words in ("le mot de passe du voleur", "", "autre chose"):
        undo_alone(change, password=words)
    change.refresh_from_db()
    assert change.undone_at is None and fresh(amelie).email == OTHER
    assert AuditEvent.objects.filter(verb="contact_change.refused", refused=True).count() == 3


def test_with_a_second_factor_the_password_is_not_enough(saaq_agent, signed_in):
    former = saaq_agent.email
    change_email(signed_in(saaq_agent))
    change = ContactChange.objects.get()
    undo_alone(change, password=PASSWORD)
    undo_alone(change, code="000000")
    assert fresh(saaq_agent).email == OTHER
    page = Client()
    page.post("/annuler/", {"code": code_of(change)})
    assert "clé d’accès" in page.get("/annuler/preuve/").content.decode()
    undo_alone(change, code=totp(former))
    assert fresh(saaq_agent).email == former


def test_a_recovery_code_of_before_serves(saaq_agent, signed_in):
    former = saaq_agent.email
    change_email(signed_in(saaq_agent))
    codes = RecoveryCodes(Authenticator.objects.get(user=saaq_agent, type=Authenticator.Type.RECOVERY_CODES))
    undo_alone(ContactChange.objects.get(), code=codes.get_unused_codes()[0])
    assert fresh(saaq_agent).email == former


def test_one_answer_for_a_wrong_and_a_used_code(amelie, signed_in):
    change_email(signed_in(amelie))
    change = ContactChange.objects.get()
    undo_alone(change, password=PASSWORD)
    answers = [Client().post("/annuler/", {"code": code}) for code in (code_of(change), "0000-0000-0000", "é" * 40)]
    said = {re.search(r"Ce code n’est pas bon[^<]*", answer.content.decode())[0] for answer in answers}
    assert {answer.status_code for answer in answers} == {422} and len(said) == 1


def test_a_code_is_read_however_it_is_typed(amelie, signed_in):
    change_email(signed_in(amelie))
    code = code_of(change := ContactChange.objects.get())
    assert IN_A_CODE.fullmatch(code)
    for typed in (code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "I")):
        assert digest_of(typed) == change.code_digest


def test_after_72_hours_the_page_says_so_and_support_still_helps(amelie, agent, signed_in, clock_offset):
    change_email(signed_in(amelie))
    change = ContactChange.objects.get()
    clock_offset(hours=71)
    assert Client().post("/annuler/", {"code": code_of(change)}).status_code == 302
    clock_offset(hours=73)
    answer = Client().post("/annuler/", {"code": code_of(change)})
    assert answer.status_code == 410 and "72 heures" in answer.content.decode()
    undo_alone(change, password=PASSWORD)
    assert fresh(amelie).email == OTHER
    actions.undo(change=change, by=agent)
    assert fresh(amelie).email == FORMER


def test_tries_are_counted(amelie, signed_in):
    change_email(signed_in(amelie))
    client = Client()
    client.post("/annuler/", {"code": code_of(ContactChange.objects.get())})
    statuses = [client.post("/annuler/preuve/", {"password": "non"}).status_code for _ in range(9)]
    assert statuses == [422] * 8 + [429]
    assert [Client().post("/annuler/", {"code": "x"}).status_code for _ in range(20)][-1] == 429


def test_an_earlier_change_is_undone_even_after_a_later_one_was(amelie, signed_in):
    """The thief goes to a second address and undoes it with the code of the first: the owner's code still works."""
    change_email(signed_in(amelie))
    change_email(signed_in(fresh(amelie)), "encore@relais.example")
    first, second = ContactChange.objects.order_by("changed_at")
    undo_alone(second, password=PASSWORD)
    assert fresh(amelie).email == OTHER
    undo_alone(first, password=PASSWORD)
    assert fresh(amelie).email == FORMER


def test_an_address_taken_meanwhile_is_not_taken_back(amelie, signed_in, people):
    change_email(signed_in(amelie))
    User.objects.create_user(FORMER)
    undo_alone(ContactChange.objects.get(), password=PASSWORD)
    assert fresh(amelie).email == OTHER and ContactChange.objects.get().undone_at is None


# -- the freeze --------------------------------------------------------------------------------------------------------
@pytest.fixture
def frozen(amelie, signed_in) -> ContactChange:
    change_email(signed_in(amelie))
    change = ContactChange.objects.get()
    undo_alone(change, password=PASSWORD)
    change.refresh_from_db()
    return change


def test_while_frozen_nothing_changes_and_the_pages_say_whom_to_call(amelie, rachel, agent, frozen, signed_in):
    client = signed_in(fresh(amelie))
    for page in ("/compte/email/", "/compte/phone/change/", "/rappels/preferences/joindre/", "/espace/"):
        shown = client.get(page).content.decode()
        assert "bloqués" in shown and settings.HELP_PHONE[-8:] in shown, page
    assert client.post("/compte/email/", {"email": OTHER, "action_add": "1"}).status_code == 200
    assert client.post("/compte/phone/change/", {"phone": "418 555-0188"}).status_code == 200
    answer = client.post("/rappels/preferences/joindre/", {"phone": "418 555-0188"})
    assert "débloquer" in answer.content.decode()
    for who in (amelie, agent):
        with pytest.raises(actions.Frozen):
            actions.change_phone(citizen=fresh(amelie).citizen, phone=NUMBER, verified=False, by=who)
    assert fresh(amelie).email == FORMER


def test_support_lifts_it_once_the_person_is_known(amelie, operator, frozen, signed_in):
    page = f"/gestion/contact_changes/contactchange/{frozen.pk}/change/"
    client = signed_in(operator)
    shown = client.get(page).content.decode()
    assert "Débloquer" in shown and FORMER not in shown and OTHER not in shown
    assert client.post(page, {"act": "lift"}).status_code == 422
    assert actions.is_frozen(account=amelie, citizen=amelie.citizen)
    client.post(page, {"act": "lift", "how": "callback"})
    assert not actions.is_frozen(account=amelie, citizen=amelie.citizen)
    mail.outbox.clear()
    sending.send_waiting()
    assert "Vous pouvez de nouveau changer vos coordonnées" in [message.subject for message in mails_to(FORMER)]
    lifted = AuditEvent.objects.get(verb="contact_change.lifted")
    assert lifted.detail == {"how": "callback"} and lifted.citizen_id == amelie.citizen.pk


def test_an_agent_undoes_for_who_calls(amelie, agent, ramq_agent, signed_in):
    change_email(signed_in(amelie))
    page = f"/gestion/contact_changes/contactchange/{ContactChange.objects.get().pk}/change/"
    assert signed_in(ramq_agent).post(page, {"act": "undo", "how": "card"}).status_code == 404
    signed_in(agent).post(page, {"act": "undo", "how": "card"})
    assert fresh(amelie).email == FORMER and actions.is_frozen(account=amelie, citizen=amelie.citizen)


def test_nobody_lifts_their_own(operator, signed_in):
    change_email(signed_in(operator))
    undo_alone(change := ContactChange.objects.get(), code=totp(PEOPLE_EMAIL["olga"]))
    change.refresh_from_db()
    assert change.is_freezing
    with pytest.raises(PermissionDenied):
        actions.lift(change=change, how="card", by=fresh(operator))


PEOPLE_EMAIL = {person.key: person.email for person in PEOPLE}


def test_values_are_emptied_after_a_week(amelie, signed_in, clock_offset):
    change_email(signed_in(amelie))
    assert actions.forget_values(by=None) == 0
    clock_offset(days=8)
    assert actions.forget_values(by=None) == 1 and actions.forget_values(by=None) == 0
    change = ContactChange.objects.get()
    assert not (change.former or change.replacing or change.password_before)
    assert {alert.address for alert in change.alerts.order_by("pk")} == {""}
    with pytest.raises(actions.NotUndoable):
        actions.undo(change=change, by=amelie)
