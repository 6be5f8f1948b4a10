"""Forms by which an agent moves a dossier."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.dossier_types.models import DossierType
from portal.dossier_types.stages import DecisionOutcome
from portal.dossiers.models import Dossier
from portal.foundation.form_fields import ComingDayField

LONGEST_NOTE = 2_000


class WordsField(forms.CharField):
    """Words for the person, in several lines; without what PostgreSQL does not keep."""

    def __init__(self, **kwargs: Any) -> None:
        too_long = _("Ce texte a %(show_value)d caractères; nous pouvons en garder %(limit_value)d. Raccourcissez-le.")
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3}), validators=[MaxLengthValidator(LONGEST_NOTE, too_long)], **kwargs
        )

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\x00", "").replace("\r\n", "\n")


class _Note(forms.Form):
    """`use_required_attribute` False: a part of a page with other forms."""

    use_required_attribute = False

    note = WordsField(
        label=_("Un mot à la personne"),
        required=False,
        help_text=_("Elle le lira dans son espace, et dans la lettre si elle reçoit des lettres."),
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier


class StageMoveForm(_Note):
    """To another stage of its type."""

    stage = forms.ChoiceField(label=_("Nouvel état"), error_messages={"required": _("Choisissez le nouvel état.")})
    promised_on = ComingDayField(
        label=_("Nouvelle date promise"),
        required=False,
        help_text=_("Vide\u00a0: la date promise reste la même. Le temps où la personne était attendue s’y ajoute."),
    )
    field_order = ["stage", "note", "promised_on"]

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        stages = dossier.dossier_type.all_stages if dossier.dossier_type else []
        others = [(stage.code, stage.name_fr) for stage in stages if stage.code != dossier.stage]
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)
        stage.choices = [("", _("Choisissez")), *others]


class PromiseForm(_Note):
    """Another day, at the same stage."""

    promised_on = ComingDayField(label=_("Nouvelle date promise"))
    field_order = ["promised_on", "note"]


class DecideForm(_Note):
    """What is decided, why, how to contest it."""

    outcome = forms.ChoiceField(
        label=_("La demande est"),
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites ce qui est décidé.")},
    )
    reason = forms.ChoiceField(label=_("Raison"), required=False)
    words = WordsField(
        label=_("Ce qui est propre à cette personne"),
        required=False,
        help_text=_("Ces mots suivent ceux de la raison. La personne les lira."),
    )
    remedy = forms.ChoiceField(label=_("Recours"), required=False)
    closes = forms.BooleanField(label=_("Fermer le dossier avec cette décision"), required=False, initial=True)
    note: Any = None

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        kind = dossier.dossier_type
        groups: list[Any] = [
            (outcome.label, [(reason.code, reason.words_fr) for reason in kind.reasons_for(outcome)])
            for outcome in DecisionOutcome
            if kind
        ]
        self._offer("reason", [("", _("Aucune de la liste")), *groups], drop=not any(rows for _label, rows in groups))
        remedies = kind.all_remedies if kind else []
        named = [
            (one.code, _now("%(name)s, dans les %(days)d jours") % {"name": one.name_fr, "days": one.days})
            for one in remedies
        ]
        self._offer("remedy", [("", _("Aucun")), *named], drop=not remedies)
        if remedies:
            self.fields["remedy"].initial = remedies[0].code

    def _offer(self, name: str, choices: list[Any], *, drop: bool) -> None:
        if drop:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        outcome, reason = given.get("outcome", ""), given.get("reason", "")
        kind = self.dossier.dossier_type
        if outcome and reason and kind and reason not in {one.code for one in kind.reasons_for(outcome)}:
            self.add_error("reason", _("Cette raison est celle d’une autre décision."))
        if not reason and not given.get("words") and "reason" not in self.errors:
            self.add_error("words", _("Dites pourquoi, en une phrase au moins."))
        if "remedy" in self.fields and outcome and outcome != DecisionOutcome.GRANTED and not given.get("remedy"):
            self.add_error("remedy", _("Une décision qui n’accorde pas tout dit comment la contester."))
        return given


class CloseForm(_Note):
    """Without a decision: why it ends."""

    note = WordsField(
        label=_("Pourquoi le dossier se termine"),
        help_text=_("La personne lira ces mots."),
        error_messages={"required": _("Dites à la personne pourquoi son dossier se termine.")},
    )


class WithdrawForm(_Note):
    """Of an open dossier."""

    note = WordsField(
        label=_("Pourquoi la décision est retirée"),
        help_text=_("La personne lira ces mots. La décision reste écrite dans l’histoire du dossier."),
        error_messages={"required": _("Dites à la personne pourquoi sa décision est retirée.")},
    )
    promised_on = ComingDayField(
        label=_("Date promise"), required=False, help_text=_("Vide : le délai que promet ce genre de dossier.")
    )


class ReopenForm(_Note):
    note = WordsField(
        label=_("Pourquoi le dossier est rouvert"),
        help_text=_("La personne lira ces mots."),
        error_messages={"required": _("Dites à la personne pourquoi son dossier est rouvert.")},
    )
    promised_on = ComingDayField(
        label=_("Date promise"), required=False, help_text=_("Vide\u00a0: le délai que promet ce genre de dossier.")
    )


class DossierTypeField(forms.ModelChoiceField):
    """A type that a team may open."""

    def __init__(self, **kwargs: Any) -> None:
        words = {
            "required": _("Choisissez le genre de dossier."),
            "invalid_choice": _("Choisissez le genre de dossier."),
        }
        nothing = DossierType.objects.none()
        super().__init__(queryset=nothing, empty_label=_("Choisissez"), error_messages=words, **kwargs)


class TypeForm(_Note):
    """The type of a dossier that was opened without one; `is_empty` where its team has none to give."""

    dossier_type = DossierTypeField(label=_("Genre de dossier"))
    field_order = ["dossier_type", "note"]

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        self.is_empty = not _offer_types(self, dossier.team)


def _offer_types(form: forms.Form, team: Any) -> bool:
    """Offer the types of a team, the only one already chosen; return whether there are any."""
    field = form.fields["dossier_type"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = DossierType.objects.of_team(team)
    offered = list(field.queryset)
    if len(offered) == 1:
        field.initial = offered[0]
    return bool(offered)


class OpenDossierForm(forms.Form):
    """Of which type."""

    dossier_type = DossierTypeField(label=_("Genre de dossier"))

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_types = _offer_types(self, team)
