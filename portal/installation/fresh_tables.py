"""Make the tables of an empty database at once, from the state that all the migrations lead to.

Django renders anew every model near each one that a migration adds: 22 of the 27 seconds of a first `migrate`. Here the
last state is rendered once and each table is made as it is in the end. What migrations do besides tables (extensions,
functions, triggers) runs in their order; what moves data has none to move. A test holds both ways equal.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState, StateApps

Table = tuple[str, str]
"""Label of the app and name of the model, in small letters."""


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has no table at all: neither ours nor anybody's."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def make(connection: BaseDatabaseWrapper) -> int:
    """Make every table of an empty database and record its migrations; return how many migrations that was.

    All or nothing: a failure leaves the database empty."""
    executor = MigrationExecutor(connection)
    plan = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)]
    last = executor.loader.project_state().apps
    made: set[Table] = set()
    with transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for migration in plan:
                _run(migration, editor, last, made)
            for model in last.get_models():  # those that a later migration renamed
                _create((model._meta.app_label, str(model._meta.model_name)), editor, last, made)
        executor.recorder.ensure_schema()
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return len(plan)


def _run(migration: Migration, editor: BaseDatabaseSchemaEditor, last: StateApps, made: set[Table]) -> None:
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            _create((migration.app_label, operation.name_lower), editor, last, made)
        elif isinstance(operation, RunSQL | CreateExtension):
            operation.database_forwards(migration.app_label, editor, ProjectState(), ProjectState())


def _create(table: Table, editor: BaseDatabaseSchemaEditor, last: StateApps, made: set[Table]) -> None:
    """Make the table of a model as it is in the last state, once; nothing for one that is no more."""
    model = last.all_models[table[0]].get(table[1])
    if model is not None and table not in made and model._meta.can_migrate(editor.connection):
        made.add(table)
        editor.create_model(model)
