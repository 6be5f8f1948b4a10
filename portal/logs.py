"""Log lines: one line each, with the request's id, without query strings (a search could name a person)."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_QUERY_STRING = re.compile(r"\?[^\s\"']*")
# What PostgreSQL adds to a refusal repeats the row: «Key (phone)=(+1418…) already exists».
_ROW = re.compile(r"^(DETAIL|CONTEXT):.*$", re.M)


class RequestIdMiddleware:
    """Gives each request an id of our own (a client's would allow log injection), answered in `X-Request-Id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex
        token = _request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class LineFormatter(logging.Formatter):
    """A message never spans lines nor carries a query string, so that input cannot forge a line; an error never carries
    the row that the database refused."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = _ROW.sub(r"\1: …", super().format(record))
        return _QUERY_STRING.sub("?…", line) if record.exc_info else _one_line(line)


def _one_line(line: str) -> str:
    return _QUERY_STRING.sub("?…", line).replace("\r", "\\r").replace("\n", "\\n")
