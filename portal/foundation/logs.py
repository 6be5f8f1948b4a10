"""Log lines: one line each, in ISO time with its zone, with the request's id, without what a client sent.

Addresses hold live tokens (calendars, unsubscription) and query strings hold names: an address is logged as the route
that it resolves to. `Host`, `Origin` and `Referer` are a client's words and are left out.
"""

import datetime as dt
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_QUERY_STRING = re.compile(r"\?[^\s\"']*")
# What PostgreSQL adds to a refusal repeats the row: «Key (phone)=(+1418…) already exists».
_ROW = re.compile(r"^(DETAIL|CONTEXT):.*$", re.M)
_CSRF = "django.security.csrf"
access = logging.getLogger("portal.access_log")
CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "portal.foundation.logs.RequestIdFilter"},
        "refusal": {"()": "portal.foundation.logs.RefusalFilter"},
    },
    "formatters": {"line": {"()": "portal.foundation.logs.LineFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "refusal"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Without Django's own handlers, which would repeat the line with what ours leave out.
        "django": {"handlers": [], "level": "INFO"},
        # `runserver` only: the same requests, with their raw addresses.
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
"""Django's LOGGING: ids, never names; addresses as their routes, query strings dropped."""


class NumberedRequest(HttpRequest):
    """A request with the id that `RequestIdMiddleware` gave it."""

    id: str


class RequestIdMiddleware:
    """Gives each request an id of our own (a client's would allow log injection), answered in `X-Request-Id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: NumberedRequest) -> HttpResponse:
        request.id, start = uuid.uuid4().hex, time.monotonic()
        token = _request_id.set(request.id)
        try:
            response = self.get_response(request)
            if settings.ACCESS_LOG:
                spent = (time.monotonic() - start) * 1000
                access.info("%d %s %s %.0f ms", response.status_code, _method(request), address_of(request), spent)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response


class RequestIdFilter(logging.Filter):
    """Django tells what it refused once the request is over: the id is then read on the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "id", None) or _request_id.get()
        return True


class RefusalFilter(logging.Filter):
    """Says in our words what Django says of a request that it refused or that failed (`log_response`).

    A refusal (400 to 499) keeps no traceback: it is the client's doing, and one line each is enough to count them.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return True
        status = getattr(record, "status_code", 500)
        values = (status, _method(request), address_of(request), _reason(record))
        if status < 500:
            record.exc_info = record.exc_text = record.stack_info = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "%s %s %s (%s)", values
        return True


class LineFormatter(logging.Formatter):
    """A message never spans lines nor carries a query string, so that input cannot forge a line; an error never carries
    the row that the database refused, nor the address that was asked."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's name)
        """Return the instant in UTC: two 01:30 of a night in November are an hour apart."""
        return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        line = _ROW.sub(r"\1: …", super().format(record))
        request = getattr(record, "request", None)
        if record.exc_info and isinstance(request, HttpRequest) and len(request.path) > 1:
            said, _, traceback = line.partition("\n")
            line = f"{said}\n{traceback.replace(request.path, '…')}"  # in the message of an exception
        return _QUERY_STRING.sub("?…", line) if record.exc_info else _one_line(line)


def address_of(request: HttpRequest) -> str:
    """Return the route of an address, with the names of its arguments and never their values."""
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return f"unknown address of {len(request.path_info)} characters"
    return "/" + match.route


def _method(request: HttpRequest) -> str:
    """A client writes any word as the method."""
    method = request.method or ""
    return method if method.isascii() and method.isalpha() and len(method) < 10 else "?"


def _reason(record: logging.LogRecord) -> str:
    """Return a constant of Django's: an exception's class, a CSRF reason without what it quotes, a status's words."""
    if record.exc_info and record.exc_info[0]:
        return record.exc_info[0].__name__
    if record.name == _CSRF and isinstance(record.args, tuple) and record.args:
        return str(record.args[0]).split(" - ")[0].rstrip(".")
    status = getattr(record, "status_code", 0)
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else record.name


def _one_line(line: str) -> str:
    return _QUERY_STRING.sub("?…", line).replace("\r", "\\r").replace("\n", "\\n")
