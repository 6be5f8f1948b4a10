"""Settings written as an address are honoured whole, or refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.environment import addresses


def test_options_of_the_database_are_kept() -> None:
    url = "postgres://web:a%40b@db.example:5433/relais?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    found = addresses.database("DATABASE_URL", url)
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert (found["PASSWORD"], found["PORT"]) == ("a@b", 5433)


def test_a_socket_is_decoded() -> None:
    found = addresses.database("DATABASE_URL", "postgres://web@%2Fvar%2Frun%2Fpostgresql/relais")
    assert found["HOST"] == "/var/run/postgresql"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://web@db/relais",
        "postgres://web@db:5432",
        "postgres://web@db/relais?sslmod=require",
        "postgres://web@db/relais?pool=1",
        "postgres://web@db:port/relais",
    ],
    ids=["another database", "no name", "a misspelt option", "an option of Django's", "a port in letters"],
)
def test_a_database_address_that_would_not_be_honoured_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        addresses.database("DATABASE_URL", url)


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtps://user:p@mail.example", 465, False, True),
        ("smtp+ssl://mail.example", 465, False, True),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtp+tls://mail.example:25", 25, True, False),
        ("smtp://127.0.0.1", 25, False, False),
    ],
)
def test_each_scheme_of_mail_has_its_port_and_its_encryption(url: str, port: int, starttls: bool, tls: bool) -> None:
    found = addresses.email(url, may_be_clear=False)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, starttls, tls)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example",
        "smtpx://mail.example",
        "smtp+starttls://mail.example",
        "smtps://mail.example/inbox",
        "smtps://mail.example?timeout=3",
        "smtps://mail.example:port",
        "anymail://nobody",
        "",
    ],
)
def test_a_mail_address_that_would_not_be_honoured_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        addresses.email(url, may_be_clear=False)


def test_clear_text_is_said() -> None:
    assert addresses.email("smtp://mail.example", may_be_clear=True)["EMAIL_HOST"] == "mail.example"


def test_a_provider_that_anymail_knows() -> None:
    found = addresses.email("anymail://mailgun", may_be_clear=False)
    assert found == {"EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "switch"),
    [
        ("", "on"),
        ("notify+https://s:k@sms.example/", "off"),
        ("notify+https://s:k@sms.example/", "maybe"),
        ("notify+http://s:k@sms.example/", "on"),
        ("twillio+https://sms.example/", "on"),
        ("plain+https:///path", "on"),
    ],
)
def test_text_messages_have_a_provider_or_are_off(url: str, switch: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SMS"):
        addresses.check_sms(url, switch, may_be_clear=False, is_demonstration=False)


def test_text_messages_off_need_no_provider() -> None:
    assert addresses.check_sms("", "off", may_be_clear=False, is_demonstration=False) == ""


@pytest.mark.parametrize(
    "url", ["http://relais.example", "https://relais.example/portail", "https://u@relais.example", "relais.example"]
)
def test_the_site_is_a_secure_origin(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        addresses.site(url, is_demonstration=False)
