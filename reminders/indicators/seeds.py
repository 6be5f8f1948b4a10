"""A year behind us, for the demonstration: what the indicator counts, and the reports of its months.

No action acts in the past, so these rows are written with their dates, as they would have been left by the real ones;
the figures are then measured by the same statement as every night. Invented people without an account or a dossier: no
agent meets them. Twelve months, the same each time (`Random` has its seed). Idempotent.
"""

import datetime as dt
from collections.abc import Iterator
from random import Random

from portal.clock import now, today
from portal.consents.models import Channel
from portal.people.models import Citizen, User
from reminders.indicators.actions import read_report, report_month
from reminders.indicators.measuring import measure
from reminders.indicators.models import Outcome
from reminders.indicators.past import Rows, consent_of, deadline_of, post, remind, steps_of
from reminders.kinds.models import DeadlineKind

A_MONTH = {"permis-conduire-paiement": ("alain", 26), "carte-assurance-maladie": ("diane", 16)}
"""Kind → who noted the consents, deadlines a month."""
READERS = {"permis-conduire-paiement": "emile", "carte-assurance-maladie": "daniel"}
"""Who read the reports of that kind's organization, but for the last one."""
MONTHS = 12
_GIVEN = ("Adèle", "Bernard", "Chantal", "Denis", "Estelle", "Fernand", "Ginette", "Hubert", "Ioana", "Jamal", "Kim")
_FAMILY = ("Bédard", "Caron", "Demers", "Émond", "Fiset", "Gingras", "Huot", "Jalbert", "Kabir", "Lemay", "Poirier")
_PLACES = (("Montréal (Québec)  H2X 1Y4", 4), ("Rimouski (Québec)  G5L 1P7", 3), ("Gatineau (Québec)  J8X 2K1", 3))
_BORN = ((1934, 1950, 2), (1951, 1961, 2), (1962, 1981, 4), (1982, 1996, 4), (1997, 2007, 2))
"""First year, last year, how many of them among us."""
_ELDERS = 1951
_ROOF = 0.72
"""Share of digital reminders in the last month; a year before, it was half of that."""


def seed(people: dict[str, User]) -> None:
    last = today() - dt.timedelta(days=1)
    if Outcome.objects.filter(due_on__lt=last - dt.timedelta(days=60)).exists():
        return
    chance = Random(2026)  # noqa: S311 - the same year each time, no secret
    first = (last - dt.timedelta(days=365)).replace(day=1)
    for code, (agent, count) in A_MONTH.items():
        kind = DeadlineKind.objects.select_related("organization").get(code=code)
        rows = Rows()
        for place, month in enumerate(_months(first, last)):
            for number in range(count):
                due_on = month + dt.timedelta(days=number % 28)
                if due_on <= last:
                    _life(rows, kind, due_on, place / MONTHS, people[agent], chance)
        rows.write()
        post(rows, kind, people["olga"])
    measure(start=first, end=last, at=now())
    for month in list(_months(first, last))[:-1]:
        for code, reader in READERS.items():
            organization = DeadlineKind.objects.get(code=code).organization
            report = report_month(organization=organization, month=month, by=None)
            if month < last.replace(day=1) - dt.timedelta(days=31):
                read_report(report=report, by=people[reader])


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first = (first + dt.timedelta(days=32)).replace(day=1)


def _life(rows: Rows, kind: DeadlineKind, due_on: dt.date, age: float, agent: User, chance: Random) -> None:
    """One person and one date. `age`: 0 a year ago, 1 now."""
    citizen = _person(chance)
    assert citizen.birth_date is not None  # as `_person` makes them
    channel, reached = _served(citizen.birth_date.year < _ELDERS, age, chance)
    done = chance.random() < (0.84 if reached else 0.55)
    deadline = deadline_of(citizen, kind, due_on, agent, done=done, chance=chance)
    rows.citizens.append(citizen)
    rows.deadlines.append(deadline)
    if channel is not None:
        rows.consents.append(consent_of(citizen, channel, deadline, agent))
    if reached and channel is not None:
        for step in steps_of(kind, before=done):
            remind(rows, deadline, step, channel, chance)


def _served(is_elder: bool, age: float, chance: Random) -> tuple[Channel | None, bool]:
    """What the person asked for, and whether it reached them."""
    digital = _ROOF * (0.5 + 0.5 * age) * (0.45 if is_elder else 1.05)
    by_post, lost = (0.45, 0.05) if is_elder else (0.08, 0.06)
    draw = chance.random()
    if draw < digital:
        return chance.choice((Channel.EMAIL, Channel.EMAIL, Channel.SMS)), True
    if draw < digital + by_post:
        return Channel.LETTER, True
    if draw < digital + by_post + lost:
        return Channel.EMAIL, False
    return None, False


def _person(chance: Random) -> Citizen:
    begins, ends, _ = chance.choices(_BORN, weights=[weight for *_, weight in _BORN])[0]
    place, _ = chance.choices(_PLACES, weights=[weight for _, weight in _PLACES])[0]
    return Citizen(
        given_name=chance.choice(_GIVEN),
        family_name=chance.choice(_FAMILY),
        birth_date=dt.date(chance.randint(begins, ends), chance.randint(1, 12), chance.randint(1, 28)),
        postal_address=f"{chance.randint(1, 400)}, rue Principale\n{place}",
    )
