"""The demonstration's rows, each copied until a table holds many: what the lists of a large portal walk through.

A copy has keys of its own, made from those of its row, so that copies of rows that name each other do so too. One in
four keeps the team of the row that it comes from, and one in forty its person and matter: nobody has a quarter of all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.contrib import admin
from django.db import connections
from django.db.models import Field, Model
from django.db.models.fields.related import ForeignKey

from messaging.threads.models import Attachment, Message
from portal.clock import now, today
from portal.gestion.site import is_ours
from portal.organizations.models import Membership, Organization, Team
from portal.people.models import Citizen, User
from programs.findings.models import Finding
from programs.shares.models import FindingShare
from reminders.calls.models import Call
from reminders.fallback.models import DeadLetter
from tests.lists.registered import long_sections
from tests.portal.retention import rows

OF_ONE_TEAM, OF_ONE_PERSON, MOST_COPIED = 4, 40, 200
FAR = 1_000_003
"""Added to a whole number, once a copy."""

EACH_ITS_OWN = {(Call, "citizen"), (Message, "thread"), (Attachment, "message")}
"""Columns that no copy keeps: a person is called once for all that waits; a conversation and a message are short."""


def multiplied_models() -> list[type[Model]]:
    """What a list of gestion shows that grows, and what is about a person."""
    shown = {section.model._meta.concrete_model for section in long_sections()}
    about = {
        model
        for model in _ours()
        if any(isinstance(field, ForeignKey) and field.related_model in {Citizen, *shown} for field in _columns(model))
    }
    short = {model._meta.concrete_model for model, section in admin.site._registry.items()} - shown
    return sorted((shown | about) - short - {Membership}, key=lambda model: model._meta.label)


def begin(people: dict[str, User], team: Team) -> None:
    """Make a row of each list that the story leaves empty, as whatever it is about the team's."""
    world = rows.world_of(citizen=people["amelie"].citizen, agent=people["alain"], team=team)
    for section in long_sections():
        model = section.model._meta.concrete_model
        if model._base_manager.exists():
            continue
        if makers := [maker for (made, _), maker in rows.MAKERS.items() if made is model]:
            made = makers[-1](world)
        else:
            ways = [(name, maker) for (made, name), maker in rows.COMPANIONS.items() if made is model]
            if not ways:
                continue  # `test_the_tables_of_lists_are_many` says so
            name, maker = ways[0]
            made = maker(world, model._meta.get_field(name).related_model._base_manager.order_by("pk").last())
        owned = {"team": team, "organization": team.organization}
        names = {field.name for field in model._meta.concrete_fields}
        model._base_manager.filter(pk=made.pk).update(**{name: one for name, one in owned.items() if name in names})
    Call.objects.update(state="to_call", next_try_at=now())
    finding = Finding.objects.filter(citizen=world.citizen).order_by("pk").first()
    shown = {"citizen": world.citizen, "shared_by": people["amelie"], "until": today() + timedelta(days=30)}
    FindingShare.objects.get_or_create(finding=finding, team=team, defaults=shown)
    DeadLetter.objects.update(settled_at=None)


def multiply(count: int) -> dict[str, int]:
    """Make every such table hold `count` rows, as the owner; returns how many each holds. Constraints that a copy of a
    row meets when its row does are dropped: this database is thrown away."""
    held = {}
    models = multiplied_models()
    with connections["owner"].cursor() as cursor:
        copies = {model._meta.db_table: -(-count // _few(cursor, model._meta.db_table)) for model in models}
        people = [str(key) for key in Citizen.objects.order_by("pk").values_list("pk", flat=True)[:MOST_COPIED]]
        world = _World(copies, people)
        for model in models:
            _free(cursor, model._meta.db_table)
        for model in models:
            _copy(cursor, model, world)
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            held[model._meta.db_table] = cursor.fetchone()[0]
        cursor.execute("VACUUM ANALYZE")
    return held


def _ours() -> Iterable[type[Model]]:
    return [model for model in apps.get_models() if is_ours(model) and not model._meta.proxy and model._meta.managed]


def _columns(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _free(cursor, table: str) -> None:
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'c')", [f'"{table}"']
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')


@dataclass(frozen=True)
class _World:
    """How many copies each row of a table has, and the first people."""

    copies: dict[str, int]
    people: list[str]


def _few(cursor, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT {MOST_COPIED}) kept')
    return max(cursor.fetchone()[0], 1)


def _copy(cursor, model: type[Model], world: _World) -> None:
    table, fields = model._meta.db_table, _columns(model)
    varied = _varied(cursor, table)
    said = [_said(field, varied, world) for field in fields]
    cursor.execute(
        f'INSERT INTO "{table}" ({", ".join(_named(field) for field in fields)}) OVERRIDING SYSTEM VALUE '
        f'SELECT {", ".join(said)} FROM (SELECT * FROM "{table}" LIMIT {MOST_COPIED}) kept '
        f"CROSS JOIN generate_series(1, {world.copies[table]}) n ON CONFLICT DO NOTHING"
    )


def _varied(cursor, table: str) -> set[str]:
    """One column of each unique index, the easiest to vary."""
    cursor.execute(
        """SELECT (SELECT array_agg(attname::text) FROM pg_attribute
                    WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey)), pg_get_indexdef(i.indexrelid)
             FROM pg_index i WHERE i.indrelid = %s::regclass AND i.indisunique""",
        [f'"{table}"'],
    )
    cursor_rows = cursor.fetchall()
    cursor.execute(
        "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0",
        [f'"{table}"'],
    )
    kinds = dict(cursor.fetchall())
    order = ["text", "character varying", "bigint", "integer", "uuid", "date", "smallint"]

    def ease(name: str) -> int:
        return order.index(kinds[name]) if kinds[name] in order else len(order)

    found = set()
    for names, definition in cursor_rows:
        among = names or [name for name in kinds if name in definition]
        if not set(among) & found:
            found.add(min(among, key=ease))
    return found


def _named(field: Field) -> str:
    return f'"{field.column}"'


def _said(field: Field, varied: set[str], world: _World) -> str:
    """The value of a copy, in SQL."""
    column, kind = _named(field), field.db_type(connections["owner"]) or ""
    if isinstance(field, ForeignKey):
        return _referred(field, column, varied, world)
    if field.primary_key or field.column in varied:
        return _key(column, kind)
    if field.name == "subject_id" and kind == "uuid":  # a copy is about a copy: nothing has thousands of open tasks
        return _key(column, kind)
    if field.name == "revoked_at":
        return f"coalesce({column}, now())"
    if field.name == "digest":
        return f"md5({column} || n)"
    if field.name == "family_name":
        return f"left(md5({column} || n), 6) || {column}"
    if kind.startswith("timestamp"):
        return f"{column} - n * interval '1 minute'"
    return column


def _referred(field: ForeignKey, column: str, varied: set[str], world: _World) -> str:
    target = field.target_field
    if field.column not in varied and (spread := _spread(field)):
        return spread
    table = field.related_model._meta.concrete_model._meta.db_table
    if table not in world.copies:
        return "NULL" if field.column in varied and field.null else column
    kind = target.db_type(connections["owner"]) or ""
    if field.column in varied or field.primary_key:
        return _key(column, kind)
    mapped = _one_of(world, table, column, kind)
    if (field.model, field.name) in EACH_ITS_OWN:
        return mapped
    return f"CASE WHEN n % {OF_ONE_PERSON} > 0 THEN {mapped} ELSE {column} END"


def _spread(field: ForeignKey) -> str:
    """Another team, with its organization, or another account; nothing for what names neither."""
    column = _named(field)
    if field.name == "holder":  # of a mandate: nobody acts for thousands, nor did
        return _key(column, "uuid")
    if field.related_model is User:
        accounts = [str(key) for key in User.objects.order_by("pk").values_list("pk", flat=True)]
        others = f"(ARRAY{accounts}::uuid[])[1 + n % {len(accounts)}]"
        return f"CASE WHEN n % {OF_ONE_PERSON} > 0 AND {column} IS NOT NULL THEN {others} ELSE {column} END"
    teams = list(Team.objects.order_by("pk").values_list("pk", "organization_id"))
    if field.related_model not in {Team, Organization}:
        return ""
    found = [str(organization if field.related_model is Organization else team) for team, organization in teams]
    others = f"(ARRAY{found}::uuid[])[1 + n % {len(found)}]"
    return f"CASE WHEN n % {OF_ONE_TEAM} > 0 AND {column} IS NOT NULL THEN {others} ELSE {column} END"


def _one_of(world: _World, table: str, column: str, kind: str) -> str:
    """A copy that there is, of the row that is named; of people, each in turn, so that none has many rows."""
    copies = world.copies[table]
    if table != Citizen._meta.db_table:
        return f"CASE WHEN {column} IS NOT NULL THEN {_key(column, kind, f'(1 + n % {copies})')} END"
    person = f"(ARRAY{world.people})[1 + n / {copies} % {len(world.people)}]"
    return f"CASE WHEN {column} IS NOT NULL THEN {_key(person, kind, f'(1 + n % {copies})')} END"


def _key(column: str, kind: str, n: str = "n") -> str:
    if kind == "uuid":
        return f"md5({column}::text || {n})::uuid"
    if kind.startswith(("big", "int")):
        return f"{column} + {n}::bigint * {FAR if kind.startswith('big') else 1_009}"
    if kind == "date":
        return f"{column} + {n}"
    if kind.startswith("smallint"):
        return f"({column} + {n} % 30000)::smallint"
    size = kind.removeprefix("varchar(").rstrip(")")
    return f"left({column}, {max(int(size) - 8, 0) if size.isdigit() else 200}) || {n}"
