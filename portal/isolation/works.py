"""What may fail for one person and go on for the others. Each work is registered by the app that does it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

_works: dict[str, "IsolatedWork"] = {}


@dataclass(frozen=True)
class IsolatedWork:
    """`words`: what does not happen for that person. `again`: the name of the function that does it for one alone."""

    words: Promise | str
    again: str

    @property
    def do_again(self) -> Callable[..., object]:
        return import_string(self.again)


def register(works: dict[str, IsolatedWork]) -> None:
    _works.update(works)


def work_of(code: str) -> IsolatedWork | None:
    """None for a work of a former version."""
    return _works.get(code)


def words_of(code: str) -> str:
    work = work_of(code)
    return str(work.words if work else _("un travail que cette version ne fait plus"))


def remedy_of(code: str) -> str:
    """What an operator can do, from the code of the error."""
    return str(_REMEDIES.get(code, _REMEDIES["" if len(code) != 5 else "data"]))


_REMEDIES = {
    "22023": _(
        "La base de données ne connaît pas une valeur de cette fiche, le plus souvent son fuseau horaire. Mettez à "
        "jour les fuseaux horaires du serveur, ou corrigez le fuseau de cette personne dans sa fiche."
    ),
    "22008": _("Une date de cette personne est hors de ce que la base de données sait compter. Corrigez-la."),
    "data": _("La base de données refuse une valeur de cette personne. Le code dit laquelle chercher."),
    "": _("Une donnée de cette personne est illisible pour le portail. Les journaux disent où\u00a0; corrigez-la."),
}
