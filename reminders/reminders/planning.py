"""Planning in sets (`sql/planning.sql`): the rule of `ladder.py` in one statement, for one deadline or a million."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from portal.foundation.statements import Statements
from portal.isolation.actions import run_apart
from reminders.reminders.ladder import LAST_USEFUL_FOR, MOMENT_PLANNED_FOR, MOMENT_USEFUL_FOR, PRINT_DAYS
from reminders.reminders.wanted import STATEMENTS as WANTED
from reminders.reminders.wanted import ladder_runs

WORK = "reminders.plan"
"""Its name among what may fail for one person (`portal.isolation`)."""

PLACE_ZONE = "coalesce(nullif(deadline.time_zone, ''), nullif(team.time_zone, ''), organization.time_zone)"
"""Where an appointment's hour is (`reminders.places` says the same): over `deadline`, the `team` of its kind, if any,
and its `organization`."""

STATEMENTS = Statements(Path(__file__).parent / "sql" / "planning.sql")


def plan_statement(scope: str) -> str:
    """Return the statement for the deadlines whose ids `scope`, a SELECT, gives."""
    return STATEMENTS.compose(
        "plan",
        scope=scope,
        place_zone=PLACE_ZONE,
        print_days=str(PRINT_DAYS),
        ladder_runs=ladder_runs(deadline="deadline", kind="kind"),
        date_state=WANTED.compose("state_of_moment", moment="'date'"),  # folded to a constant when it is planned
        moment_of_state=WANTED.compose("moment_of_state", state="deadlines.state"),
    )


@transaction.atomic
def plan(scope: models.QuerySet, *, at: dt.datetime) -> int:
    """Plans the ladders of the deadlines in `scope`, from `at` on; returns how many reminders are new or moved.

    A step whose instant is already past is not planned: the page says so to the person. Somebody whose row the database
    refuses is set aside, and the others are planned."""
    try:
        return plan_whole(scope, at=at)
    except (DataError, IntegrityError):
        people = list(scope.order_by().values_list("citizen_id", flat=True).distinct())
        return run_apart(
            work=WORK, people=people, run=lambda some: plan_whole(scope.filter(citizen_id__in=some), at=at)
        )


@transaction.atomic
def plan_whole(scope: models.QuerySet, *, at: dt.datetime) -> int:
    """The same for all of `scope` or for nobody. Raises what the database says."""
    inner, params = scope.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        operations = connection.ops
        assert isinstance(operations, DatabaseOperations)  # PostgreSQL is the only database
        chosen = operations.compose_sql(inner, params).replace("%", "%%")
        cursor.execute(plan_statement(chosen), _durations(at))
        return cursor.fetchone()[0]


def _durations(at: dt.datetime) -> dict[str, Any]:
    return {"at": at, "last": LAST_USEFUL_FOR, "while": MOMENT_USEFUL_FOR, "just": MOMENT_PLANNED_FOR}
