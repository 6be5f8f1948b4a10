"""Forms by which an agent moves a dossier."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.dossiers.models import Dossier

LONGEST_NOTE = 2_000
FARTHEST = dt.timedelta(days=3_650)


class WordsField(forms.CharField):
    """Words for the person, in several lines; without what PostgreSQL does not keep."""

    def __init__(self, **kwargs: Any) -> None:
        too_long = _("Ce texte a %(show_value)d caractères; nous pouvons en garder %(limit_value)d. Raccourcissez-le.")
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3}), validators=[MaxLengthValidator(LONGEST_NOTE, too_long)], **kwargs
        )

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\x00", "").replace("\r\n", "\n")


class PromiseField(forms.DateField):
    """The day by which the team promises its answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": _("Choisissez une date, pour que la personne sache quand."),
                "invalid": _("Écrivez la date ainsi\u00a0: 2027-03-31."),
            },
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < clock.today():
            raise forms.ValidationError(_now("Cette date est passée. Choisissez aujourd’hui ou plus tard."))
        if value and value > clock.today() + FARTHEST:
            raise forms.ValidationError(_now("Cette date est trop loin\u00a0: dix ans au plus."))


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
    promised_on = PromiseField(
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

    promised_on = PromiseField(label=_("Nouvelle date promise"))
    field_order = ["promised_on", "note"]
