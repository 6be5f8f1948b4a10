"""Answers given without an account: in a sealed cookie for thirty minutes after the last one, stored nowhere else."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal import clock
from portal.foundation.crypto import Unsealable, seal_bytes, unseal_bytes

# The __Host- prefix: this host only, Secure, path "/" (RFC 6265bis §4.1.3.2).
COOKIE = "__Host-pistes"
# Answers that a representative gave for somebody else, apart from their own: they never mix.
OTHER = "__Host-pistes-autre"
CONTEXT = "programs.answers"
LIFETIME = 30 * 60  # seconds
# The origin of an answer not kept yet.
NOW = "now"


@dataclass
class Answers:
    """`given`: fact → JSON value, in the order answered. `declined`: passed questions, and `unsure` those of them
    that the person would answer if they knew. `scope`: what is asked about."""

    given: dict[str, Any] = field(default_factory=dict)
    declined: list[str] = field(default_factory=list)
    scope: str = ""
    unsure: list[str] = field(default_factory=list)

    @property
    def seen(self) -> list[str]:
        """Questions answered or passed, in order."""
        return [*self.given, *self.declined]

    def answer(self, fact: str, value: Any) -> None:
        """An earlier answer keeps its place; the others are kept whatever changes."""
        self.given[fact] = value
        self.declined = [passed for passed in self.declined if passed != fact]
        self.unsure = [passed for passed in self.unsure if passed != fact]

    def decline(self, fact: str, *, is_unsure: bool = False) -> None:
        """«Je préfère ne pas répondre», or «Je ne sais pas»: either way nothing is known of it."""
        self.given.pop(fact, None)
        if fact not in self.declined:
            self.declined.append(fact)
        self.unsure = [passed for passed in self.unsure if passed != fact] + [fact] * is_unsure

    def forget(self, fact: str) -> None:
        """Neither answered nor passed."""
        self.given.pop(fact, None)
        self.declined = [passed for passed in self.declined if passed != fact]


def read_answers(request: HttpRequest, person: str = "") -> Answers:
    """What the cookie holds; nothing when it is absent, expired, from elsewhere or tampered with.

    `person`: the id of somebody for whom this account acts; empty for oneself."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(OTHER if person else COOKIE, "").encode())
        held = json.loads(unseal_bytes(sealed, context=CONTEXT))
    except (binascii.Error, ValueError, Unsealable):
        return Answers()
    if not clock.is_under_way(held["until"], lasting=LIFETIME) or held.get("person", "") != person:
        return Answers()
    return Answers(held["given"], held["declined"], held["scope"], held.get("unsure", []))


def write_answers(response: HttpResponse, answers: Answers, person: str = "") -> HttpResponse:
    """Seals the answers into the response's cookie, good for another thirty minutes."""
    held = vars(answers) | {"until": clock.now().timestamp() + LIFETIME, "person": person}
    sealed = seal_bytes(json.dumps(held, separators=(",", ":")).encode(), context=CONTEXT)
    text = base64.urlsafe_b64encode(sealed).decode()
    name = OTHER if person else COOKIE
    response.set_cookie(name, text, max_age=LIFETIME, secure=True, httponly=True, samesite="Lax")
    return response


def forget_answers(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
