"""The table of actions: for each verb of the journal, how to do it. And the world in which they are done.

An action is prepared first (what it needs is made), then done: `action(world)()`.
Whatever a person can type is `SECRET`.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from unittest import mock

import time_machine
from django.test import Client

from portal.clock import now, today
from portal.consents.models import Channel, Purpose
from portal.documents.screening import screen
from portal.documents.uploads import SealedUpload, seal_upload
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen, User
from portal.requested_documents import actions as requests
from portal.requested_documents.models import RequestedDocument
from reminders.deadlines.actions import follow
from reminders.deadlines.models import Deadline
from reminders.demonstration.seeds import offer
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of
from tests.portal.documents import corpus

SECRET = "Canarinette"
TUESDAY_MORNING = "2027-03-02T15:00:00+00:00"
"""10:00 in Toronto: a telephone may ring."""

Prepare = Callable[["World"], Callable[[], object]]
ACTIONS: dict[str, list[Prepare]] = {}


def action(*verbs: str) -> Callable[[Prepare], Prepare]:
    """The function below it prepares an action that the journal tells by these verbs."""

    def keep(prepare: Prepare) -> Prepare:
        for verb in verbs:
            ACTIONS.setdefault(verb, []).append(prepare)
        return prepare

    return keep


def every_action() -> list[tuple[str, Prepare]]:
    return [(verb, prepare) for verb, prepared in sorted(ACTIONS.items()) for prepare in prepared]


class World:
    """The people of the demonstration, and what most actions need, made when first asked for."""

    def __init__(self, people: dict[str, User], signed_in: Callable[[User], Client], later: ExitStack) -> None:
        self.people, self._signed_in, self._later = people, signed_in, later

    def __getattr__(self, name: str) -> User:
        """`world.amelie`, `world.alain`…"""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, key: str) -> Client:
        return self._signed_in(self.people[key])

    def travel(self, to: str) -> None:
        self._later.enter_context(time_machine.travel(to, tick=True))

    def patch(self, target: object, name: str, value: object) -> None:
        self._later.enter_context(mock.patch.object(target, name, value))

    @cached_property
    def citizen(self) -> Citizen:
        return self.people["amelie"].citizen

    @cached_property
    def saaq(self) -> Organization:
        return Organization.objects.get(code="saaq")

    @cached_property
    def team(self) -> Team:
        return self.saaq.teams.get(name="Permis de conduire")

    @cached_property
    def licence(self) -> DeadlineKind:
        return offer("permis-conduire-paiement", by=self.people["emile"])

    @cached_property
    def georgette(self) -> Citizen:
        """Without an account; her street is a secret too."""
        Citizen.objects.filter(given_name="Georgette").update(postal_address=f"1, rue {SECRET}\nQuébec  G1R 2B5")
        return Citizen.objects.get(given_name="Georgette", user=None)

    def deadline(self, *, days: int = 20, **more: object) -> Deadline:
        email = {Channel.EMAIL: wording_of(Purpose.REMINDERS, Channel.EMAIL)}
        data = {"citizen": self.citizen, "kind": self.licence, "wordings": email, "by": self.amelie}
        return follow(**{**data, "due_on": today() + dt.timedelta(days=days), **more})

    def upload(self) -> SealedUpload:
        return seal_upload(f"{SECRET}.pdf", corpus.pdf())

    def requested_document(self, *, given: bool = False) -> RequestedDocument:
        asked = {"by": self.alain, "citizen": self.citizen, "team": self.team, "label": SECRET, "reason": SECRET}
        requested_document = requests.ask(**asked, due_on=today() + dt.timedelta(days=9))
        if given:
            requested_document = requests.give(by=self.amelie, request=requested_document, uploads=[self.upload()])
            screen(document_id=requested_document.documents[0].pk)
        return RequestedDocument.objects.with_details().get(pk=requested_document.pk)

    @property
    def in_a_month(self) -> dt.datetime:
        return now() + dt.timedelta(days=30)
