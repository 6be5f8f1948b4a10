"""What the endpoints of several apps do with a request: its parameters, its rows, its dry run."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.api.problems import Refusal
from portal.foundation.formats.cells import Problem


def only(request: HttpRequest, names: Collection[str] = ()) -> None:
    """Refuse a parameter that is not described: one that is misspelt would be passed over. Raises Refusal (422)."""
    if unknown := sorted(set(request.GET) - set(names)):
        errors = [
            {"reference": "", "column": name[:40], "detail": gettext("Ce paramètre n’existe pas.")} for name in unknown
        ]
        raise Refusal(422, errors=errors)


@transaction.atomic
def undone(do: Callable[[], Any]) -> Any:
    """Return what would come of it; nothing of it stays."""
    answer = do()
    transaction.set_rollback(True)
    return answer


def rows_refused(wrong: Iterable[tuple[str, Problem]], *, status: int = 422) -> Refusal:
    """Every problem of every row, each with the row's own reference."""
    errors = [{"reference": reference, "column": one.column, "detail": one.words} for reference, one in wrong]
    return Refusal(status, _("Rien n’a été reçu\u00a0: corrigez ces lignes et envoyez de nouveau."), errors)
