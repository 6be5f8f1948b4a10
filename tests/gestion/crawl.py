"""Pages that an account reaches by links, a few of each kind, and what they say to who reads them."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

A_KIND = 2
"""Pages opened of one kind: two rows of a list, not fifty."""
IS_ORDER = {"o", "p", "_changelist_filters"}
SEVERAL = frozenset({"several"})
NOT_FOLLOWED = re.compile(r"/logout/|/jsi18n/|/static/|/compte/login/")


class Words(HTMLParser):
    """What a page says: its texts, those that name a column or a field, and its links. What proves is apart: it is
    identifiers, in small print; and so is what is to be written elsewhere as it stands (`code`)."""

    NAMES = {"th", "label", "legend", "dt"}
    SILENT = {"script", "style", "template", "code"}
    VOID = {"input", "br", "img", "meta", "link", "hr", "use", "path", "rect", "circle", "line", "col", "source", "wbr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.names: list[str] = []
        self.links: list[str] = []
        self.figures: list[tuple[str, int]] = []
        """Addresses, and how many rows each is said to hold."""
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
            self.figures += [(given["href"], int(given["data-figure"]))] if "data-figure" in given else []
        self.texts += [given[name] for name in ("aria-label", "title", "alt", "placeholder") if given.get(name)]
        if tag not in self.VOID:
            self._open.append((tag, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text or any(tag in self.SILENT or "g-proof" in classes for tag, classes in self._open):
            return
        self.texts.append(text)
        if any(tag in self.NAMES or "g-label" in classes for tag, classes in self._open):
            self.names.append(text)


@dataclass
class Shown:
    """A link, where it was met, and the page that it opened."""

    url: str
    met_on: str
    response: HttpResponse
    words: Words


def pages(client: Client, start: str) -> Iterator[Shown]:
    """Each page to which links lead from `start`, once; those outside its folder are opened, and not read further."""
    waiting, seen, kinds = deque([(start, "")]), {start}, Counter()
    while waiting:
        url, met_on = waiting.popleft()
        response = client.get(url, follow=True)
        is_page = response.status_code == 200 and "text/html" in response.get("Content-Type", "")
        words = Words(response.content.decode() if is_page else "")
        yield Shown(url, met_on, response, words)
        for link in words.links if url.startswith(start) else []:
            target = urljoin(url, link).split("#")[0]
            if target in seen or urlsplit(target).scheme or NOT_FOLLOWED.search(target):
                continue
            kinds[kind_of(target)] += 1
            if kinds[kind_of(target)] <= A_KIND:
                seen.add(target)
                waiting.append((target, url))


def kind_of(target: str) -> tuple[str, frozenset[str]]:
    """Pages of one kind have the same address but for their object, and the same criterion but for its value. Order
    and rank of a list make no other kind; several criteria at once make one, whichever they are: all that a page could
    combine would be thousands."""
    parts = urlsplit(target)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = parts.path
    criteria = frozenset(key for key, _value in parse_qsl(parts.query)) - IS_ORDER
    return name, criteria if len(criteria) < 2 else SEVERAL
