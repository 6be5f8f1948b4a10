"""allauth speaks with our words: every template of its own that a person can reach is ours, every error is in our
catalogue, and no page or message says what Québec does not."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.internal import auth
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from portal.contact_changes.adapter import AccountAdapter
from portal.people.models import Citizen
from tests.portal.people.test_sign_in import give_password

THEIRS, OURS = Path(allauth.__file__).parent / "templates", Path(settings.BASE_DIR) / "templates"
# Never shown by our settings, or without a word of its own.
UNREACHED = {
    # One address at a time, confirmed by a code: no list of addresses, no link.
    "account/email.html",
    "account/email_confirm.html",
    "account/snippets/warn_no_email.html",
    "account/verification_sent.html",
    "account/email/email_confirm_message.txt",
    "account/email/email_confirm_subject.txt",
    # Our alert leaves instead, with a code that undoes (portal.contact_changes).
    "account/email/email_changed_message.txt",
    "account/email/email_changed_subject.txt",
    # A new password by code, never by link.
    "account/email/password_reset_key_message.txt",
    "account/email/password_reset_key_subject.txt",
    "account/email/password_reset_message.txt",
    "account/email/password_reset_subject.txt",
    # Sign-in by code alone, closed sign-up, a decorator and a trusted browser: not in use.
    "account/request_login_code.html",
    "account/signup_closed.html",
    "account/verified_email_required.html",
    "mfa/trust.html",
    # Included only by templates that ours replace.
    "account/snippets/already_logged_in.html",
    # A frame, or a list of codes: no words.
    "account/base_entrance.html",
    "account/base_manage.html",
    "account/base_manage_email.html",
    "account/base_manage_password.html",
    "account/base_manage_phone.html",
    "mfa/base_entrance.html",
    "mfa/base_manage.html",
    "mfa/recovery_codes/base.html",
    "mfa/recovery_codes/download.txt",
    "mfa/totp/base.html",
    "mfa/webauthn/base.html",
    "usersessions/base_manage.html",
}
# Usernames: our accounts have none. Telephone and password together: not a way in.
NEVER_SAID = {"username_blacklisted", "username_password_mismatch", "username_taken", "phone_password_mismatch"}
NOT_OURS = re.compile(
    r"e-?mail(?!s?/)|clés? de sécurité|mots? de passe oublié|deux facteurs|authentificateur|"
    r"\b(your|password|sign|authenticator|two-factor)\b",
    re.I,
)


def templates_of_allauth() -> list[str]:
    found = [path for part in ("account", "mfa", "usersessions") for path in (THEIRS / part).rglob("*.*")]
    return sorted(str(path.relative_to(THEIRS)) for path in found)


def test_each_template_of_allauth_that_one_can_reach_is_ours():
    """A new version of allauth with a new message or page makes this fail."""
    theirs = set(templates_of_allauth())
    assert not UNREACHED - theirs, "named here, and no more in allauth"
    assert not {name for name in theirs - UNREACHED if not (OURS / name).is_file()}


def test_each_error_of_allauth_is_in_our_catalogue():
    with (Path(settings.BASE_DIR) / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        ours = {message.id for message in read_po(file)}
    with override("en"):
        data = {**DefaultAccountAdapter.error_messages, **DefaultMFAAdapter.error_messages}
        missing = {
            name: str(words) for name, words in data.items() if name not in NEVER_SAID and str(words) not in ours
        }
    assert not missing


# -- what leaves -------------------------------------------------------------------------------------------------------
PREFIXES = sorted(
    {
        name.removesuffix("_subject.txt")
        for name in templates_of_allauth()
        if name.endswith("_subject.txt") and name not in UNREACHED
    }
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_leaves_is_in_our_words_and_in_the_persons_language(bruno, rf, prefix, language):
    Citizen.objects.filter(pk=bruno.citizen.pk).update(language=language)
    request = rf.get("/")
    with context.request_context(request):
        AccountAdapter(request).send_mail(prefix, bruno.email, {"code": "ABCD-EFGH", "request": request})
    (sent,) = mail.outbox
    words = f"{sent.subject}\n{sent.body}"
    if language == "fr":
        assert "Bonjour" in sent.body and not NOT_OURS.search(words.replace("bruno@relais.example", ""))
    else:
        assert "Hello" in sent.body
        assert not re.search(r"[àâçéèêîôû]|\b(votre|vous|le|une)\b", words.replace("Québec", "")), words


# -- pages -------------------------------------------------------------------------------------------------------------
OUTSIDE = ["login", "signup", "signup/passkey", "password/reset", "inactive"]
INSIDE = ["email", "phone/change", "password/change", "reauthenticate", "2fa", "2fa/totp/activate", "2fa/webauthn/add"]
STAFF = ["2fa/totp/deactivate", "2fa/recovery-codes/generate", "2fa/reauthenticate", "2fa/webauthn", "sessions"]


def words_of(client: Client, page: str) -> str:
    answer = client.get(f"/compte/{page}/", follow=True)
    assert answer.status_code == 200, page
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.S)[0]
    text = re.sub(r"<script.*?</script>|<[^>]*>", " ", main, flags=re.S)
    shown = re.findall(r'(?:placeholder|title|aria-label)="([^"]*)"', main)
    return re.sub(r"\S+@\S+", "", " ".join([text, *shown]))


def test_pages_of_accounts_are_in_our_words(bruno, saaq_agent, signed_in):
    citizen, agent = signed_in(bruno), signed_in(saaq_agent)
    seen = {page: words_of(Client(), page) for page in OUTSIDE}
    seen |= {page: words_of(citizen, page) for page in INSIDE} | {page: words_of(agent, page) for page in STAFF}
    assert not {page: found[0] for page, words in seen.items() if (found := NOT_OURS.search(words))}


def test_refused_forms_are_in_our_words(bruno, signed_in):
    client = signed_in(bruno)
    posts = {
        "/compte/login/": {"login": bruno.email, "password": "x"},
        "/compte/signup/": {"email": "x", "password1": "y"},
        "/compte/email/": {"email": bruno.email, "action_add": "1"},
        "/compte/phone/change/": {"phone": "x"},
        "/compte/password/change/": {"oldpassword": "x", "password1": "y", "password2": "z"},
        "/compte/reauthenticate/": {"password": "x"},
        "/compte/2fa/totp/activate/": {"code": "000000"},
    }
    for page, data in posts.items():
        answer = (Client() if page in {"/compte/login/", "/compte/signup/"} else client).post(page, data)
        errors = [error for form in [answer.context["form"]] for data in form.errors.values() for error in data]
        assert errors and not NOT_OURS.search(" ".join(errors)), (page, errors)


def test_the_same_number_again_is_not_called_an_address(amelie, signed_in):
    answer = signed_in(amelie).post("/compte/phone/change/", {"phone": amelie.citizen.phone.as_e164})
    (error,) = answer.context["form"].errors["phone"]
    assert "votre adresse" not in error and "numéro" in error


def test_another_code_can_be_asked_where_the_page_says_so(bruno):
    client = Client()
    client.post("/compte/password/reset/", {"email": bruno.email})
    page = client.get("/compte/password/reset/confirm/").content.decode()
    assert "Envoyer un autre code" in page and f'value="{bruno.email}"' in page
    client.post("/compte/password/reset/", {"email": bruno.email})
    assert len(mail.outbox) == 2


def test_a_passkey_alone_is_asked_for_a_passkey(bruno, monkeypatch):
    monkeypatch.setattr(auth, "get_credentials", lambda user: [])
    bruno.authenticator_set.create(type="webauthn", data={})
    client = Client()
    give_password(client, bruno.email)
    page = client.get("/compte/2fa/authenticate/").content.decode()
    assert "Utiliser ma clé d’accès" in page and "six chiffres" not in page and 'name="code"' not in page
    bruno.authenticator_set.create(type="totp", data={})
    page = client.get("/compte/2fa/authenticate/").content.decode()
    assert page.index("Utiliser ma clé d’accès") < page.index('name="code"')


def test_first_recovery_codes_end_no_others():
    said = render_to_string("mfa/messages/recovery_codes_generated.txt")
    assert "S’il y en avait d’autres" in said and "Les anciens" not in said
