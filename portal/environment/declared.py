"""Every setting that is read from the environment, once, in the order of the guide."""

from dataclasses import dataclass
from enum import StrEnum


class ValueKind(StrEnum):
    """How a value is written."""

    TEXT = "text"
    FLAG = "1 or 0"
    NUMBER = "whole number above zero"
    LIST = "values separated by commas"


class Needed(StrEnum):
    """When a value must be given."""

    ALWAYS = "always"
    ON_A_SERVER = "outside the demonstration"
    NO = "no"


@dataclass(frozen=True)
class Setting:
    """One environment variable.

    `example` is what `.env.example` shows; `demonstration`, what the demonstration takes when nothing is said.
    """

    name: str
    about: str
    kind: ValueKind = ValueKind.TEXT
    needed: Needed = Needed.NO
    example: str = ""
    default: str = ""
    demonstration: str = ""
    is_secret: bool = False


SERVER = [
    Setting(
        "SECRET_KEY",
        "It signs sessions and codes: 50 random characters or more, for instance those of "
        'python3 -c "import secrets; print(secrets.token_urlsafe(64))".',
        needed=Needed.ALWAYS,
        is_secret=True,
    ),
    Setting(
        "DATABASE_URL",
        "PostgreSQL 15 or later, as a role that owns nothing (pages and workers). Options of libpq may follow: "
        "?sslmode=verify-full&sslrootcert=/etc/relais/ca.pem. A socket's folder is written %2Fvar%2Frun%2Fpostgresql.",
        needed=Needed.ALWAYS,
        example="postgres://relais_web:PASSWORD@db.example:5432/relais?sslmode=verify-full",
        is_secret=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "The role that owns the tables, only where `manage.py set_up` and `manage.py migrate` run.",
        example="postgres://relais_owner:PASSWORD@db.example:5432/relais?sslmode=verify-full",
        is_secret=True,
    ),
    Setting(
        "BROKER_URL",
        "RabbitMQ (amqps://), Valkey or Redis (rediss://), or PostgreSQL itself (pgmq://relais_broker:…).",
        needed=Needed.ON_A_SERVER,
        example="amqps://relais:PASSWORD@queue.example/relais",
        is_secret=True,
    ),
    Setting(
        "ENCRYPTION_KEYS",
        "It names the file (mode 0600) of the keys that seal messages and documents, outside the database; without it, "
        "what is sealed is lost. Keep a copy apart.",
        needed=Needed.ALWAYS,
        example="/etc/relais/keys.json",
    ),
    Setting(
        "SITE_URL",
        "What people type: https:// and the portal's host, nothing after.",
        needed=Needed.ON_A_SERVER,
        example="https://relais.example",
        demonstration="http://localhost:8000",
    ),
    Setting("ALLOWED_HOSTS", "The hosts that answer, never *; SITE_URL's when empty.", ValueKind.LIST),
    Setting(
        "EMAIL_URL",
        "smtps:// (TLS from the start, 465), smtp+tls:// (STARTTLS, 587), smtp:// (clear text, 25, to this machine "
        "only), or anymail://PROVIDER with its ANYMAIL_* variables.",
        needed=Needed.ON_A_SERVER,
        example="smtp+tls://user:PASSWORD@mail.example:587",
        demonstration="smtp://127.0.0.1:1025",
        is_secret=True,
    ),
    Setting(
        "SMS_URL",
        "notify+https:// (GC Notify), twilio+https:// or plain+https://. Without a provider, say SMS=off.",
        example="notify+https://service:KEY@sms.example/v2/notifications/sms?template=ID",
        is_secret=True,
    ),
    Setting("SMS", "«off» where no provider sends text messages: nobody is then offered any.", default="on"),
    Setting(
        "CLAMD_URL",
        "The antivirus, tcp://host:3310 or unix:///path: without its answer no document is accepted.",
        needed=Needed.ON_A_SERVER,
        example="tcp://clamd.example:3310",
    ),
    Setting(
        "HELP_PHONE",
        "The help line, on every page and in every letter.",
        needed=Needed.ON_A_SERVER,
        example="1 800 000-0000",
        demonstration="1 877 555-0143",
    ),
    Setting(
        "HELP_HOURS",
        "When somebody answers it, in French.",
        needed=Needed.ON_A_SERVER,
        example="du lundi au vendredi, de 8 h 30 à 16 h 30",
        demonstration="du lundi au vendredi, de 8 h à 20 h; le samedi, de 9 h à 17 h",
    ),
    Setting(
        "HELP_ADDRESS",
        "Where people write by post.",
        needed=Needed.ON_A_SERVER,
        example="Relais, case postale 000, Ville (Québec)  X0X 0X0",
        demonstration="Relais, case postale 1000, Québec (Québec)  G1K\N{NO-BREAK SPACE}7B5",
    ),
]

CHOICES = [
    Setting("DATA_DIR", "Files, static files and logs of this machine; var/ in the checkout when empty."),
    Setting(
        "COUNTRIES_FILE",
        "Countries of network addresses, for the page of connected devices (.mmdb); that of package.json when empty.",
    ),
    Setting(
        "BEHIND_PROXY",
        "1 when a proxy terminates HTTPS and sets X-Forwarded-Proto and X-Forwarded-For.",
        ValueKind.FLAG,
        example="1",
    ),
    Setting(
        "TRUSTED_PROXY_COUNT",
        "Needed with BEHIND_PROXY: how many proxies of yours, one behind the other, add an address to X-Forwarded-For. "
        "The limits on sign-in count each client by it.",
        ValueKind.NUMBER,
        example="1",
    ),
    Setting(
        "SECRET_KEY_FALLBACKS",
        "Former values of SECRET_KEY: changing it then signs nobody out.",
        ValueKind.LIST,
        is_secret=True,
    ),
    Setting(
        "SECURITY_CONTACT",
        "Where a weakness is reported, published at /.well-known/security.txt: mailto:…, https://… or tel:…; not "
        "published when empty.",
        example="mailto:securite@relais.example",
        demonstration="mailto:securite@localhost",
    ),
    Setting(
        "ACCESS_LOG",
        "1: a line for each request (status, method, route, time; never the address itself).",
        ValueKind.FLAG,
    ),
    Setting(
        "COUNTERS_URL",
        "Valkey or Redis that counts how often clients ask (rediss://name:secret@host/1); PostgreSQL when empty. Used "
        "codes and wrong passwords stay in PostgreSQL.",
        is_secret=True,
    ),
    Setting("FROM_EMAIL", "The sender of e-mails; Relais <ne-pas-repondre@HOST> when empty."),
    Setting(
        "EMAIL_CONNECTIONS",
        "Connections of one sender, twice that while a relay is late: after a crash, no more e-mails may arrive twice.",
        ValueKind.NUMBER,
        default="25",
    ),
    Setting("SMS_CONNECTIONS", "Requests that one sender keeps in flight.", ValueKind.NUMBER, default="80"),
    Setting(
        "SENDERS_PER_CHANNEL",
        "Senders at once for one channel, all machines together; keep twice that below the number of worker processes.",
        ValueKind.NUMBER,
        default="1",
    ),
    Setting(
        "SMS_FROM", "The sender's name or number on telephones, where the provider lets it be chosen.", default="Relais"
    ),
    Setting(
        "SMS_COUNTRIES",
        "Countries whose mobile numbers are sent codes by text message, by their ISO 3166 letters; satellites and "
        "numbers that bill for what they receive never are.",
        ValueKind.LIST,
        default="CA,US",
    ),
    Setting(
        "SMS_CODES_PER_DAY",
        "Codes by text message in a day, for the whole portal: a bound on what an attack can cost. /healthz says when "
        "four fifths have left.",
        ValueKind.NUMBER,
        default="2000",
    ),
    Setting(
        "CLEAR_TEXT",
        "«email», «sms»: services reached without encryption elsewhere than on this machine, on a network of yours.",
        ValueKind.LIST,
    ),
    Setting(
        "EMAIL_CALLBACK_SECRET",
        "What the relay signs its callbacks with; empty: they are refused. An Anymail provider uses "
        "ANYMAIL_WEBHOOK_SECRET=user:password instead.",
        is_secret=True,
    ),
    Setting(
        "SMS_CALLBACK_SECRET",
        "What the SMS provider signs its callbacks with; empty: they are refused.",
        is_secret=True,
    ),
    Setting(
        "TWO_PERSONS_ABOVE",
        "Open deadlines of a kind above which publishing its texts takes two administrators.",
        ValueKind.NUMBER,
        default="500",
    ),
    Setting("GOVERNMENT_SIGNATURE", "1 only for those entitled to the government's signature.", ValueKind.FLAG),
    Setting("STORAGE_URL", "Refused until object storage is supported: files are kept under DATA_DIR."),
]

DEMONSTRATION = [
    Setting(
        "DEMO",
        "The demonstration: known passwords, loopback sinks, a clock that moves. Refused beside a real database.",
        ValueKind.FLAG,
    ),
    Setting("DEBUG", "Detailed error pages, with people's data: refused outside the demonstration.", ValueKind.FLAG),
    Setting("CLOCK_OFFSET_FILE", "The file that moves the clock: refused outside the demonstration."),
]

SECTIONS = {
    "What a server needs": SERVER,
    "Choices": CHOICES,
    "Never on a server": DEMONSTRATION,
}
SETTINGS = {setting.name: setting for section in SECTIONS.values() for setting in section}
