"""Public pages that are the same for all who read them without an account: made once for each version of the catalogue.

Only a reader of whom nothing is known shares them: no session, no message that waits, no answer given to the advisor;
the cookies of the theme and of forms alone. Each gets forms of their own, by a token put in the page when it leaves,
and a page that did not change since the same browser read it is answered without its content (304).
"""

import functools
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response, patch_vary_headers

from portal.catalogue import versions
from portal.clock import today

MOST_PAGES = 200
"""Kept by one process: searches and filters make more of them than anybody reads twice."""
LARGEST = 400_000
"""Bytes of a page that is kept."""
_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*')
_SIGNED = re.compile(rb'(?<=name="ballot" value=")[^"]*')
"""A ballot says when it was signed: another says the same of the page."""

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class SharedPage:
    """`parts`: what stands between the tokens of its forms; `digest`: of what it says."""

    parts: tuple[bytes, ...]
    digest: str


class _Pages:
    """The pages read last."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], SharedPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> SharedPage | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[str, ...], page: SharedPage) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


PAGES = _Pages()


def shared(view: View) -> View:
    """Answer with the page made for others who read the same; those who are known, or sign in, get one of their own."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _is_unknown(request):
            return view(request, *args, **kwargs)
        key = (versions.current(), *_key(request))
        page = PAGES.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            page = _page(response.content)
            if len(response.content) <= LARGEST:
                PAGES.put(key, page)
        return _answer(request, page)

    return answer


def _is_unknown(request: HttpRequest) -> bool:
    return request.COOKIES.keys() <= {"theme", settings.CSRF_COOKIE_NAME} and not request.user.is_authenticated


def _key(request: HttpRequest) -> tuple[str, ...]:
    """All that such a page depends on besides the catalogue."""
    query = request.META.get("QUERY_STRING", "")
    return today().isoformat(), request.get_host(), request.path, query, request.COOKIES.get("theme", "")


def _page(content: bytes) -> SharedPage:
    digest = hashlib.sha256(_SIGNED.sub(b"", _TOKEN.sub(b"", content))).hexdigest()
    return SharedPage(tuple(_TOKEN.split(content)), digest)


def _answer(request: HttpRequest, page: SharedPage) -> HttpResponse:
    """The browser may keep it and asks each time: after signing in it gets another, for its cookies are others. A page
    with forms is as old as the secret that they were made with."""
    secret = ""
    content = page.parts[0]
    if len(page.parts) > 1:
        content = get_token(request).encode().join(page.parts)
        secret = request.META["CSRF_COOKIE"]
    etag = hashlib.sha256(f"{page.digest};{secret}".encode()).hexdigest()[:32]
    response = HttpResponse(content, headers={"Cache-Control": "private, no-cache", "ETag": f'W/"{etag}"'})
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
