"""What is done with dossiers. Each move is one conditional UPDATE: who was there first wins, and the other is refused;
its line of history, its journal row, its tasks and its notice are written in the same transaction."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from portal.audit.actions import record
from portal.clock import day_of, now, today
from portal.dossier_types.sequences import next_number
from portal.dossier_types.stages import Awaits, DecisionOutcome, DecisionReason, Remedy, Stage
from portal.dossiers.endings import end_what_was_asked
from portal.dossiers.models import Dossier, DossierDecision, Move
from portal.dossiers.telling import expect, tell
from portal.notices.models import Notice

if TYPE_CHECKING:
    from portal.dossier_types.models import DossierType
    from portal.organizations.models import Team
    from portal.people.models import Citizen, User

Kind = Move.Kind
_KEPT: dict[str, Any] = {"promised_on": None, "late_noticed_at": None}
"""A promise that was kept, or that nobody waits for any more."""
_LONGEST_KEPT = 30
"""Characters of its number that a dossier keeps once it is taken away: a part of its key makes it one of its own."""


class DossierOvertaken(Exception):
    """Somebody moved it since it was read, or it is not (any more) in a state where this can be done."""


class NotOfItsType(ValueError):
    """A stage, a reason or a remedy that its type does not have; a refusal without the remedy that its type has."""


@transaction.atomic
def open_dossier(
    *,
    by: "User | None",
    citizen: "Citizen",
    team: "Team",
    number: str = "",
    title: str = "",
    dossier_type: "DossierType | None" = None,
    note: str = "",
    promised_on: dt.date | None = None,
) -> Dossier:
    """Open a citizen's matter with a team. `number` is unique in the organization.

    Of a type, the dossier begins at its first stage, with the number, the title and the promise that the type gives
    where none is said, and the person is notified."""
    organization = team.organization
    first = _first_stage(dossier_type) if dossier_type else None
    if dossier_type and not promised_on:
        promised_on = today(citizen.time_zone) + dt.timedelta(days=dossier_type.promised_days)
    dossier = Dossier.objects.create(
        citizen=citizen,
        organization=organization,
        team=team,
        number=number or _free_number(dossier_type),
        title=title or (dossier_type.title_fr if dossier_type else ""),
        dossier_type=dossier_type,
        stage=first.code if first else "",
        promised_on=promised_on,
        **_turn(first.awaits if first else Awaits.TEAM),
    )
    record("dossier.opened", by=by, subject=dossier, citizen=citizen, organization=organization)
    _keep(dossier, Kind.OPENED, by=by, note=note)
    expect(dossier, by=by)
    if dossier_type:
        tell(dossier, Notice.Kind.DOSSIER, by=by)
    return dossier


@transaction.atomic
def move(
    *,
    by: "User | None",
    dossier: Dossier,
    revision: int,
    stage: str,
    note: str = "",
    promised_on: dt.date | None = None,
) -> Dossier:
    """Bring an open dossier to a stage of its type. `revision`: the one that was read; `promised_on`: a new promise.

    The time during which the person was awaited is added to the promise. Raises DossierOvertaken, NotOfItsType."""
    reached = _stage_of(dossier, stage)
    promise = promised_on or _promise_once_back(dossier, reached)
    since = dossier.paused_at if not promised_on else None
    columns = {"stage": reached.code, **_turn(reached.awaits, since=since), **_promise(promise)}
    return _move(dossier, revision, Kind.MOVED, "dossier.moved", columns, by=by, note=note)


@transaction.atomic
def give_type(
    *, by: "User | None", dossier: Dossier, revision: int, dossier_type: "DossierType", note: str = ""
) -> Dossier:
    """Give its type to a dossier that was opened without one: it begins at the first stage, with its promise.

    Raises DossierOvertaken (when it has a type, too), NotOfItsType for one of another organization."""
    if not Dossier.objects.filter(pk=dossier.pk, dossier_type=None).exists():
        raise DossierOvertaken
    if dossier_type.organization_id != dossier.organization_id:
        raise NotOfItsType
    first = _first_stage(dossier_type)
    due = dossier.promised_on or today(dossier.citizen.time_zone) + dt.timedelta(days=dossier_type.promised_days)
    columns = {"dossier_type": dossier_type, "stage": first.code, **_turn(first.awaits), **_promise(due)}
    return _move(dossier, revision, Kind.TYPED, "dossier.typed", columns, by=by, note=note)


@transaction.atomic
def promise(*, by: "User | None", dossier: Dossier, revision: int, promised_on: dt.date, note: str = "") -> Dossier:
    """Say another day by which the team answers; while the person is awaited, the pause counts from now. Raises
    DossierOvertaken."""
    columns = {**_turn(dossier.awaits), **_promise(promised_on)}
    return _move(dossier, revision, Kind.PROMISED, "dossier.promised", columns, by=by, note=note)


@transaction.atomic
def decide(
    *,
    by: "User | None",
    dossier: Dossier,
    revision: int,
    outcome: str,
    reason: str = "",
    words: str = "",
    remedy: str = "",
    closes: bool = True,
) -> DossierDecision:
    """Decide, with the words of a reason of its type and those of the agent; the matter ends with it, or goes on.

    A remedy has its last day, counted from today in the person's zone. Raises DossierOvertaken (when it has a
    decision already, too), NotOfItsType."""
    why, recourse = _reason_of(dossier, outcome, reason), _remedy_of(dossier, outcome, remedy)
    if DossierDecision.objects.in_force().filter(dossier=dossier).exists():
        raise DossierOvertaken
    columns: dict[str, Any] = dict(_KEPT)
    if closes:
        columns |= {"state": Dossier.State.CLOSED, "closed_at": now()}
    _move(dossier, revision, Kind.DECIDED, "dossier.decided", columns, by=by)
    language = dossier.citizen.language
    days = dt.timedelta(days=recourse.days if recourse else 0)
    return DossierDecision.objects.create(
        dossier=dossier,
        outcome=outcome,
        reason=reason,
        words="\n\n".join(text for text in (why.said("words", language) if why else "", words.strip()) if text),
        remedy=recourse.code if recourse else "",
        remedy_name=recourse.said("name", language) if recourse else "",
        remedy_how=recourse.said("how", language) if recourse else "",
        contest_until=today(dossier.citizen.time_zone) + days if recourse else None,
        decided_by=by,
    )


@transaction.atomic
def close(*, by: "User | None", dossier: Dossier, revision: int, note: str = "") -> Dossier:
    """End the matter. Raises DossierOvertaken."""
    columns = {"state": Dossier.State.CLOSED, "closed_at": now(), **_KEPT}
    return _move(dossier, revision, Kind.CLOSED, "dossier.closed", columns, by=by, note=note)


@transaction.atomic
def reopen(
    *, by: "User | None", dossier: Dossier, revision: int, note: str = "", promised_on: dt.date | None = None
) -> Dossier:
    """Take a closed matter up again: its decision is withdrawn, an answer promised anew. Where the person was awaited,
    it goes back to the team. Raises DossierOvertaken."""
    promised = _promise(promised_on or _promise_anew(dossier))
    columns = {"state": Dossier.State.OPEN, "closed_at": None, **_team_again(dossier), **promised}
    was = Dossier.State.CLOSED
    _move(dossier, revision, Kind.REOPENED, "dossier.reopened", columns, by=by, note=note, was=was)
    _withdraw(dossier, by)
    return dossier


@transaction.atomic
def take_away(*, by: "User | None", dossier: Dossier) -> Dossier:
    """Close what was never this person's, who sees nothing of it any more: its number may be given again, its decision
    is withdrawn.

    Wherever it was moved meanwhile. No notice leaves: that of the number by which it came says it."""
    held = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    number = f"{held.number[:_LONGEST_KEPT]}-{str(held.pk)[:8]}"
    ended = {"state": Dossier.State.CLOSED, "closed_at": held.closed_at or now(), "taken_away_at": now()}
    columns = {**ended, "number": number, **_KEPT}
    _move(dossier, held.revision, Kind.TAKEN_AWAY, "dossier.taken_away", columns, by=by, was=held.state)
    _withdraw(dossier, by)
    return dossier


@transaction.atomic
def withdraw(
    *, by: "User | None", dossier: Dossier, revision: int, note: str = "", promised_on: dt.date | None = None
) -> Dossier:
    """Withdraw the decision of an open dossier: an answer is promised anew, another decision may be made. Raises
    DossierOvertaken (when it has no decision, too)."""
    columns = {**_team_again(dossier), **_promise(promised_on or _promise_anew(dossier))}
    _move(dossier, revision, Kind.WITHDRAWN, "dossier.decision_withdrawn", columns, by=by, note=note)
    if not _withdraw(dossier, by):
        raise DossierOvertaken
    return dossier


def _withdraw(dossier: Dossier, by: "User | None") -> int:
    mine = DossierDecision.objects.in_force().filter(dossier=dossier)
    return mine.update(withdrawn_at=now(), withdrawn_by=by)


def _move(
    dossier: Dossier,
    revision: int,
    kind: Kind,
    verb: str,
    columns: dict[str, Any],
    *,
    by: "User | None",
    note: str = "",
    was: str = Dossier.State.OPEN,
) -> Dossier:
    mine = Dossier.objects.filter(pk=dossier.pk, revision=revision, state=was)
    if not mine.update(**columns, revision=F("revision") + 1, moved_at=now()):
        raise DossierOvertaken
    dossier.refresh_from_db(fields=[*columns, "revision", "moved_at", "promised_on", "awaits", "state"])
    _keep(dossier, kind, by=by, note=note)
    detail = {"stage": dossier.stage} if kind == Kind.MOVED else {}
    about = {"citizen": dossier.citizen, "organization": dossier.organization}
    record(verb, by=by, subject=dossier, detail=detail, **about)
    expect(dossier, by=by)
    if not dossier.is_open:
        end_what_was_asked(dossier, by=by)
    if kind != Kind.TAKEN_AWAY:
        tell(dossier, Notice.Kind.DECISION if kind == Kind.DECIDED else Notice.Kind.DOSSIER, by=by)
    return dossier


def _keep(dossier: Dossier, kind: Kind, *, by: "User | None", note: str) -> None:
    """The line of history, in the words of that day."""
    stage = dossier.current
    Move.objects.create(
        dossier=dossier,
        revision=dossier.revision,
        kind=kind,
        stage=dossier.stage,
        stage_name=stage.said("name", dossier.citizen.language) if stage else "",
        note=note.strip(),
        promised_on=dossier.promised_on,
        by=by,
    )


def _turn(awaits: str, *, since: dt.datetime | None = None) -> dict[str, Any]:
    """Whose turn it is. `since`: when the person was awaited first, where they were already."""
    return {"awaits": awaits, "paused_at": (since or now()) if awaits == Awaits.PERSON else None}


def _team_again(dossier: Dossier) -> dict[str, Any]:
    """Its stage when the team is awaited there, or else the last such stage before it, or the first after."""
    stages = dossier.dossier_type.all_stages if dossier.dossier_type else []
    codes = [stage.code for stage in stages]
    rank = codes.index(dossier.stage) if dossier.stage in codes else 0
    ours = [one for one in (*stages[rank::-1], *stages[rank + 1 :]) if one.awaits == Awaits.TEAM]
    return {**({"stage": ours[0].code} if ours else {}), **_turn(Awaits.TEAM)}


def _promise(day: dt.date | None) -> dict[str, Any]:
    """A new promise is one that was never late."""
    return {"promised_on": day, "late_noticed_at": None} if day else {}


def _promise_once_back(dossier: Dossier, reached: Stage) -> dt.date | None:
    """The promise, later by as long as the person was awaited; None when nobody was, or nothing was promised."""
    if dossier.paused_at is None or reached.awaits != Awaits.TEAM or dossier.promised_on is None:
        return None
    zone = dossier.citizen.time_zone
    return dossier.promised_on + (today(zone) - day_of(dossier.paused_at, zone))


def _promise_anew(dossier: Dossier) -> dt.date | None:
    """By the delay of its type."""
    if dossier.dossier_type is None:
        return None
    return today(dossier.citizen.time_zone) + dt.timedelta(days=dossier.dossier_type.promised_days)


def _free_number(dossier_type: "DossierType | None") -> str:
    """The next number of the type that its organization has not given otherwise."""
    if dossier_type is None:
        return ""
    given = Dossier.objects.filter(organization_id=dossier_type.organization_id)
    while given.filter(number=(number := next_number(dossier_type))).exists():
        pass
    return number


def _first_stage(dossier_type: "DossierType") -> Stage:
    stages = dossier_type.all_stages
    if not stages:
        raise NotOfItsType
    return stages[0]


def _stage_of(dossier: Dossier, code: str) -> Stage:
    stage = dossier.dossier_type.stage(code) if dossier.dossier_type else None
    if stage is None:
        raise NotOfItsType
    return stage


def _reason_of(dossier: Dossier, outcome: str, code: str) -> DecisionReason | None:
    if outcome not in DecisionOutcome.values:
        raise NotOfItsType
    if not code:
        return None
    offered = dossier.dossier_type.reasons_for(outcome) if dossier.dossier_type else []
    reason = next((one for one in offered if one.code == code), None)
    if reason is None:
        raise NotOfItsType
    return reason


def _remedy_of(dossier: Dossier, outcome: str, code: str) -> Remedy | None:
    """What is not granted in whole says how to contest it, where its type has a way."""
    known = dossier.dossier_type.all_remedies if dossier.dossier_type else []
    remedy = next((one for one in known if one.code == code), None)
    if (code and remedy is None) or (not code and known and outcome != DecisionOutcome.GRANTED):
        raise NotOfItsType
    return remedy
