"""A person closes their account, comes back, or is erased thirty days later: what is kept is what was said."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail

from messaging.threads.models import Thread
from portal.access.visibility import forget_visibility, visibility_of
from portal.account_closing import actions, erasing
from portal.account_closing.kept import ERASED, KEPT
from portal.account_notices.actions import send_account_notices
from portal.audit.models import AuditEvent
from portal.consents import actions as consents
from portal.consents.models import Consent
from portal.foundation.channels import sms
from portal.foundation.retention import OWNER, Keep
from portal.mandates.models import Mandate
from portal.people.models import Citizen, User
from portal.retention.actions import sweep
from portal.retention.reading import own_models, rules_of
from programs.findings.models import Finding
from programs.situations.models import Situation
from reminders.deliveries.served import unserved
from reminders.personal.models import PersonalReminder
from tests.portal.retention import rows

pytestmark = pytest.mark.django_db
PAGE = "/compte/fermer/"
BACK = "/compte/fermer/revenir/"


def post_closing(client):
    return client.post(PAGE, {"understood": "on"})


def test_the_page_says_what_is_erased_and_what_is_kept(bruno, signed_in):
    page = signed_in(bruno).get(PAGE).content.decode()
    for part in (*ERASED, *KEPT):
        assert str(part.what) in page
    assert all(str(part.how_long) in page and str(part.why) in page for part in KEPT)


def test_it_asks_again_who_is_there(bruno, signed_in, clock_offset):
    client = signed_in(bruno)
    clock_offset(minutes=11)
    assert client.get(PAGE).url.startswith("/compte/reauthenticate/")


def test_without_its_box_nothing_closes_and_the_page_says_so(bruno, signed_in):
    answer = signed_in(bruno).post(PAGE)
    assert answer.status_code == 422 and "Cochez la case" in answer.content.decode()
    assert User.objects.get(pk=bruno.pk).closed_at is None


def test_closing_ends_every_session_and_is_told_by_both_ways(amelie, signed_in, monkeypatch):
    texts: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: texts.append(values))
    client, phone = signed_in(amelie), signed_in(amelie)
    assert post_closing(client).url == f"{PAGE}fait/"
    for one in (client, phone):
        assert one.get("/espace/").url.startswith("/compte/login/")
    send_account_notices()
    assert mail.outbox[-1].to == [amelie.email] and "30 jours" in mail.outbox[-1].body
    (text,) = texts
    assert text["to"] == amelie.citizen.phone.as_e164 and "votre compte est fermé" in text["text"]
    assert sms.segments(text["text"]) == 1


def test_once_closed_every_page_leads_to_coming_back(bruno, signed_in):
    actions.close(user=bruno, by=bruno)
    client = signed_in(bruno)
    for page in ("/espace/", "/messages/", "/entree/", "/compte/email/", "/documents/", PAGE):
        assert client.get(page).url == BACK, page
    assert client.post("/documents/deposer/").url == BACK
    assert "Rouvrir mon compte" in client.get(BACK).content.decode()


def test_one_comes_back_to_all_that_was_there(amelie, signed_in, clock_offset):
    consents.give(citizen=amelie.citizen, purpose="learn", channel="email", wording="Oui.", by=amelie)
    before = Consent.objects.in_force().filter(citizen=amelie.citizen).count()
    actions.close(user=amelie, by=amelie)
    clock_offset(days=29)
    assert erasing.erase_due() == 0
    sweep()
    client = signed_in(amelie)
    assert client.post(BACK).url == "/entree/"
    assert client.get("/espace/").status_code == 200
    assert Consent.objects.in_force().filter(citizen=amelie.citizen).count() == before
    assert not AuditEvent.objects.filter(verb="account.erased").exists()


def test_after_thirty_days_nobody_comes_back(bruno, signed_in, clock_offset):
    actions.close(user=bruno, by=bruno)
    clock_offset(days=30, minutes=1)
    client = signed_in(bruno)
    assert "Rouvrir" not in client.get(BACK).content.decode()
    assert client.post(BACK).url == f"{PAGE}fait/"
    assert User.objects.get(pk=bruno.pk).closed_at
    assert client.get("/espace/").url.startswith("/compte/login/")


def test_nothing_leaves_meanwhile_and_nobody_acts_for_them(amelie, rachel):
    assert amelie.citizen.pk in visibility_of(rachel).citizen_ids
    actions.close(user=amelie, by=amelie)
    assert unserved(Citizen.objects.select_related("user").get(pk=amelie.citizen.pk)) == "closed"
    forget_visibility(rachel)
    assert amelie.citizen.pk not in visibility_of(User.objects.get(pk=rachel.pk)).citizen_ids


def test_a_helper_page_read_with_the_account_shows_no_closed_person(amelie, rachel, signed_in):
    client = signed_in(rachel, place=amelie.citizen)
    assert client.get("/rappels/preferences/").status_code == 200
    actions.close(user=amelie, by=amelie)
    assert client.get("/rappels/preferences/").status_code == 404


def test_who_works_for_an_organization_ends_that_first(saaq_agent, signed_in):
    client = signed_in(saaq_agent)
    assert "mettre fin à votre rôle" in client.get(PAGE).content.decode()
    assert post_closing(client).status_code == 422
    assert User.objects.get(pk=saaq_agent.pk).closed_at is None


def test_thirty_days_later_what_was_theirs_is_erased(story, clock_offset):
    """Amélie has dossiers and conversations: her name stays with them, and nothing else does."""
    amelie = story["amelie"]
    assert Finding.objects.filter(citizen=amelie.citizen).exists()
    assert PersonalReminder.objects.filter(citizen=amelie.citizen).exists()
    actions.close(user=amelie, by=amelie)
    clock_offset(days=31)
    assert erasing.erase_due() == 1
    assert erasing.erase_due() == 0
    sweep()
    account, citizen = User.objects.get(pk=amelie.pk), Citizen.objects.get(pk=amelie.citizen.pk)
    assert account.email.endswith("@efface.invalid") and not account.has_usable_password()
    assert (citizen.email, str(citizen.phone or ""), citizen.postal_address) == ("", "", "")
    assert str(citizen) == "Amélie Tremblay"
    for model in (Situation, Finding, PersonalReminder):
        assert not model.objects.filter(citizen=citizen).exists(), model
    assert not Consent.objects.in_force().filter(citizen=citizen).exists()
    assert Consent.objects.filter(citizen=citizen).exists(), "the proof stays"
    assert Thread.objects.filter(citizen=citizen).exists(), "the organization keeps it"
    assert not Mandate.objects.filter(citizen=citizen, revoked_at=None).exists()
    for model in (EmailAddress, Authenticator):
        assert not model.objects.filter(user=account).exists()
    (event,) = AuditEvent.objects.filter(verb="account.erased")
    assert (event.citizen_id, event.by_role) == (None, "system")


def test_who_has_nothing_with_an_organization_leaves_no_name(clock_offset):
    person = User.objects.create_user("zoe@relais.example", display_name="Zoé Roy")
    citizen = Citizen.objects.create(user=person, given_name="Zoé", family_name="Roy", birth_year=1961)
    consents.give(citizen=citizen, purpose="learn", channel="email", wording="Oui.", by=person)
    actions.close(user=person, by=person)
    clock_offset(days=31)
    erasing.erase_due()
    sweep()
    citizen.refresh_from_db()
    assert (citizen.given_name, citizen.family_name, citizen.birth_year) == ("", "Compte fermé", None)
    assert User.objects.get(pk=person.pk).display_name == "Compte fermé"
    clock_offset(days=366 * 8)
    sweep()
    assert not Citizen.objects.filter(pk=citizen.pk).exists(), "seven years later, not even the empty row"
    assert not User.objects.filter(pk=person.pk).exists()


def test_one_that_fails_keeps_no_other(people, clock_offset, monkeypatch, caplog):
    for user in (people["amelie"], people["bruno"]):
        actions.close(user=user, by=user)
    clock_offset(days=31)
    erase = erasing.erase

    def fragile(*, account):
        if account == people["amelie"]:
            raise OSError
        erase(account=account)

    monkeypatch.setattr(erasing, "erase", fragile)
    with pytest.raises(erasing.ErasureFailed):
        erasing.erase_due()
    assert User.objects.get(pk=people["bruno"].pk).erased_at and not User.objects.get(pk=people["amelie"].pk).erased_at
    assert people["amelie"].email not in caplog.text


def relations() -> set[str]:
    fields = (field for model in own_models() for field in model._meta.local_fields)
    return {field.model._meta.label for field in fields if field.related_model is Citizen}


def test_the_page_speaks_of_every_table_that_knows_a_person():
    """A new table that knows a person makes this fail: say on the page what becomes of it."""
    said = {model for part in (*ERASED, *KEPT) for model in part.models}
    assert relations() - said == set()
    assert said <= {model._meta.label for model in own_models()}


def test_the_page_says_the_years_that_models_declare():
    for part in KEPT:
        declared = {
            rule.years
            for model in own_models()
            if model._meta.label in part.models
            for rule in rules_of(model)
            if isinstance(rule, Keep) and rule.by in {"", OWNER}
        }
        assert not part.years or max(declared) == part.years, part.models


def test_what_is_said_to_be_erased_has_a_rule_that_erases_it(amelie):
    """Of each model, a rule that is executed: by age, with another row, or by an action."""
    for part in ERASED:
        for model in own_models():
            if model._meta.label in part.models:
                assert any(getattr(rule, "by", "") or isinstance(rule, Keep) for rule in rules_of(model)), model
    assert rows.closed
