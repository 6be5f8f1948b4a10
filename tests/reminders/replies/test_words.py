"""The first word of a text message decides."""

import json
from pathlib import Path

import pytest

from reminders.unsubscribing.words import StopRequest, understood

TYPED = json.loads((Path(__file__).parents[2] / "cases" / "values.json").read_text())["stop_texts"]
HELP = {"AIDE", "HELP", "INFO"}


@pytest.mark.parametrize("text", TYPED)
def test_what_people_text(text):
    assert understood(text) == (StopRequest(is_help=True) if text in HELP else StopRequest(is_stop=True))


@pytest.mark.parametrize(
    "text", ["« STOP »", "s.v.p. STOP", "Arrêt!", "arre\u0302ter s’il vous plaît", "Opt-out", "fin."]
)
def test_other_ways(text):
    assert understood(text).is_stop == (not text.startswith("s.v.p"))


def test_what_is_written_after_it_is_read_too():
    assert understood("Annuler mon rendez-vous de demain") == StopRequest(is_stop=True, needs_reading=True)
    assert understood("STOP mauvaise personne ici") == StopRequest(is_stop=True, needs_reading=True)
    assert understood("aide pour remplir mon formulaire") == StopRequest(is_help=True, needs_reading=True)
    assert understood("STOP TOUT merci") == StopRequest(is_stop=True)


@pytest.mark.parametrize("text", ["ne pas arrêter", "OUI", "1", "👍", "J’ai déménagé"])
def test_anything_else_is_for_somebody(text):
    assert understood(text) == StopRequest(needs_reading=True)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_nothing(text):
    assert understood(text) == StopRequest()
