"""What the buttons of an agent's page do: each has its form and its action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.dossiers import actions
from portal.dossiers.forms import (
    CloseForm,
    DecideForm,
    PromiseForm,
    ReopenForm,
    StageMoveForm,
    TypeForm,
    WithdrawForm,
)
from portal.dossiers.models import Dossier


@dataclass(frozen=True)
class Gesture:
    """`code`: the value of its button, and the prefix of its form. `of_decided`: None where a decision in force makes
    no difference."""

    code: str
    title: Promise | str
    button: Promise | str
    done: Promise | str
    form: Callable[..., forms.Form]
    act: Callable[..., Any]
    of_open: bool = True
    of_type: bool | None = None
    """Of a dossier that has a type, or that has none; None: of both."""
    of_decided: bool | None = None
    kind: str = "secondary"

    @property
    def ends(self) -> bool:
        """Whether the dossier may be closed by it."""
        return self.code in {"close", "decide"}

    def is_offered(self, dossier: Dossier, *, is_decided: bool) -> bool:
        is_of_type = self.of_type in {None, dossier.dossier_type is not None}
        return is_of_type and dossier.is_open == self.of_open and self.of_decided in {None, is_decided}


GESTURES = (
    Gesture(
        "type",
        _("Dire de quel genre est ce dossier"),
        _("Donner ce genre au dossier"),
        _("Le dossier a son genre, et commence à sa première étape."),
        TypeForm,
        actions.give_type,
        of_type=False,
        kind="primary",
    ),
    Gesture(
        "move",
        _("Faire avancer"),
        _("Faire avancer le dossier"),
        _("Le dossier a avancé."),
        StageMoveForm,
        actions.move,
        of_type=True,
        kind="primary",
    ),
    Gesture(
        "decide",
        _("Décider"),
        _("Rendre cette décision"),
        _("La décision est rendue."),
        DecideForm,
        actions.decide,
        of_decided=False,
    ),
    Gesture(
        "promise",
        _("Promettre une autre date"),
        _("Promettre cette date"),
        _("La nouvelle date est promise."),
        PromiseForm,
        actions.promise,
    ),
    Gesture(
        "close",
        _("Fermer sans décision"),
        _("Fermer le dossier"),
        _("Le dossier est fermé."),
        CloseForm,
        actions.close,
        of_decided=False,
        kind="danger",
    ),
    Gesture(
        "close",
        _("Fermer le dossier"),
        _("Fermer le dossier"),
        _("Le dossier est fermé."),
        CloseForm,
        actions.close,
        of_decided=True,
    ),
    Gesture(
        "withdraw",
        _("Retirer la décision, pour en rendre une autre"),
        _("Retirer la décision"),
        _("La décision est retirée."),
        WithdrawForm,
        actions.withdraw,
        of_decided=True,
        kind="danger",
    ),
    Gesture(
        "reopen",
        _("Rouvrir"),
        _("Rouvrir le dossier"),
        _("Le dossier est rouvert."),
        ReopenForm,
        actions.reopen,
        of_open=False,
    ),
)


def offered(
    dossier: Dossier, data: Any = None, chosen: str = "", *, is_decided: bool
) -> list[tuple[Gesture, forms.Form]]:
    """The gestures that may be made now, each with its form; the one that was chosen has what was typed."""
    made = [
        (one, one.form(data if one.code == chosen else None, dossier=dossier, prefix=one.code))
        for one in GESTURES
        if one.is_offered(dossier, is_decided=is_decided)
    ]
    return [(one, form) for one, form in made if not getattr(form, "is_empty", False)]
