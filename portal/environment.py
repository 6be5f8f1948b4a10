"""Reads settings from the environment; what is missing or unsafe is said in one paragraph that tells what to do."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on (any case) are yes."""
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def number(name: str, default: int) -> int:
    """A whole number above zero. Raises ImproperlyConfigured for anything else."""
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise ImproperlyConfigured(f"{name} must be a whole number above zero.")
    return int(value)


def required(name: str, why: str) -> str:
    """The variable's value. Raises ImproperlyConfigured with `why` when it is empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why} See .env.example for every setting.")
    return value


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def database(url: str) -> dict:
    """Django's DATABASES entry of a `postgres://user:password@host:port/name` address.

    Raises ImproperlyConfigured for any other scheme: the portal runs on PostgreSQL only."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// (PostgreSQL 15 or later is needed).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def email(url: str) -> dict:
    """Settings of `smtp://`, `smtp+tls://` or `smtp+ssl://` (user:password@host:port), or `anymail://NAME`
    (the provider's own keys are then read from ANYMAIL_* variables)."""
    parts = urlsplit(url)
    if parts.scheme == "anymail":
        return {"EMAIL_BACKEND": f"anymail.backends.{parts.hostname}.EmailBackend"}
    if not parts.scheme.startswith("smtp"):
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or anymail://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }
