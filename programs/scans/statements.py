"""The statements of a scan (`sql/scans.sql`), composed of criteria and facts: pure text and bound values.

Answers: two bits a program, 31 programs a word. `01`: the criteria are met; `10`: not met; `00`: open. Each rule is
computed once a profile (a simple CASE), and OFFSET 0 keeps the planner from computing it again above.
Names are ours or the vocabulary's, values are bound (hence the S608 set aside).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from portal.criteria.days import MONTH, YEAR
from portal.criteria.sql import Sql, join, wrap
from portal.foundation.statements import Statements

STATEMENTS = Statements(Path(__file__).parent / "sql" / "scans.sql")
WORD = 31
MET_BITS = sum(1 << 2 * bit for bit in range(WORD))


@dataclass(frozen=True)
class Population:
    """Where the facts are and where answers go. `facts`: fact → SQL over `p` and `at.day`. `crossing`: the next day
    number on which time alone may change an answer, after the one put in its `{}`."""

    facts: Mapping[str, str]
    table: str = "profiles_profile"
    standing: str = "profiles_profileevaluation"
    prospect: str = "profiles_upcomingeligibility"
    crossing: str = "NULL::int"


@dataclass(frozen=True)
class Scan:
    """All programs ready to run: slot → criteria in SQL, and the facts that they read. `moving`: the slots of those
    that time alone may open, the only ones to look at ahead (none told: all)."""

    population: Population
    criteria: Mapping[int, Sql]
    facts: tuple[str, ...] = field(default=())
    moving: frozenset[int] = frozenset()

    @property
    def words(self) -> int:
        return max(self.criteria, default=0) // WORD + 1

    @property
    def answers(self) -> Sql:
        """The array of answers of one row of facts."""
        words = [self._word(number) for number in range(self.words)]
        return wrap("ARRAY[{}]::bigint[]", join(", ", words))

    def _word(self, number: int) -> Sql:
        bits = [
            wrap(f"CASE ({{}}) WHEN TRUE THEN {1 << place} WHEN FALSE THEN {2 << place} ELSE 0::bigint END", criteria)
            for slot, criteria in sorted(self.criteria.items())
            if slot // WORD == number
            for place in [2 * (slot % WORD)]
        ]
        return join(" | ", bits or [Sql("0::bigint")])

    def select(self, source: Sql, crossing: str) -> Sql:
        """(id, day, answers, next_change) of each row of `source`, a FROM that gives `p` and `at.day`."""
        facts = "".join(f', {self.population.facts[fact]} AS "{fact}"' for fact in self.facts)
        rows = wrap(f"SELECT p.id, at.day, {crossing} AS next_change{facts} FROM {{}} OFFSET 0", source)  # noqa: S608
        return wrap("SELECT f.id, f.day, f.next_change, {} AS answers FROM ({}) f OFFSET 0", self.answers, rows)

    def write(self, among: Sql, day: int) -> Sql:
        """Looks at the profiles of a condition on the key put in its `{0}`; writes the standings new or changed.

        The condition is put on both sides of the join: a slice reads its own standings, not everybody's."""
        mine = Sql(among.text.format("p.id"), among.values)
        source = wrap(f"{self.population.table} p CROSS JOIN (SELECT %s::int AS day) at WHERE {{}}", mine)
        source = Sql(source.text, (day, *among.values))
        stored = Sql(among.text.format("profile_id"), among.values)
        seen = self.select(source, self.population.crossing.format("at.day"))
        text = STATEMENTS.compose(
            "write",
            standing=self.population.standing,
            news=self._met_in("seen.answers", "stored.announced"),
            rows=seen.text,
            stored=stored.text,
        )
        return Sql(text, (*seen.values, *stored.values))

    def _met_in(self, answers: str, others: str) -> str:
        """Whether a program is met in some answers that is not in others."""
        tests = (
            f"({answers}[{number}] & {MET_BITS} & ~COALESCE({others}[{number}], 0)) <> 0"
            for number in range(1, self.words + 1)
        )
        return " OR ".join(tests)

    def look_ahead(self, among: str, values: tuple, day: int, until: int) -> Sql:
        """Looks at each crossing of the coming months and keeps the programs that time alone will open.

        `among`: a condition on `{}`, the name of a profile's key."""
        source = Sql(f"{self.population.table} p JOIN steps at ON at.id = p.id AND at.day <= %s", (until,))
        ahead = replace(self, criteria={slot: self.criteria[slot] for slot in sorted(self.moving or self.criteria)})
        seen = ahead.select(source, "NULL::int")
        slots = ", ".join(f"({slot}, {slot // WORD + 1}, {1 << 2 * (slot % WORD)}::bigint)" for slot in ahead.criteria)
        text = STATEMENTS.compose(
            "look_ahead",
            population=self.population.table,
            standing=self.population.standing,
            prospect=self.population.prospect,
            first=real_day("stored.next_change"),
            next=real_day(self.population.crossing.format("steps.day")),
            slots=slots,
            rows=seen.text,
            opening=ahead._met_in("seen.answers", "stored.answers"),
            standings=among.format("stored.profile_id"),
            prospects=among.format("prospect.profile_id"),
        )
        return Sql(text, (day, until, *values, until, *seen.values, *values))


def real_day(number: str) -> str:
    """A day number moved to the first day that exists: there is no February 30."""
    return f"(SELECT {_REAL} FROM (SELECT {number} AS n OFFSET 0) numbered)"  # noqa: S608


_FIRST = f"make_date(n / {YEAR}, mod(n, {YEAR}) / {MONTH} + 1, 1)"
_LENGTH = f"extract(day FROM {_FIRST} + interval '1 month' - interval '1 day')::int"
# Every month has 28 days: for those nothing is made of the calendar, nine times in ten.
_REAL = f"""CASE WHEN mod(n, {MONTH}) < 28 THEN n
                 WHEN mod(n, {MONTH}) >= {_LENGTH} THEN (n / {MONTH} + 1) * {MONTH} ELSE n END"""
