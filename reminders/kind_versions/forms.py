"""The editor's forms. A draft may be incomplete: they refuse what cannot be kept, the linter says what is missing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.foundation.form_fields import choice
from portal.foundation.formats.fields import CountField, HourField
from portal.organizations.forms import OfOrganization
from reminders.deadlines.asking import EVENTS
from reminders.kind_versions import bases
from reminders.kind_versions.rows import FAR_DAYS
from reminders.kind_versions.schema import MOST_POST_DAYS
from reminders.kind_versions.words import column_label
from reminders.kinds.dates import can_be_followed
from reminders.kinds.models import DeadlineKind

LONGEST_BASIS = DeadlineKind._meta.get_field("basis").max_length


def _text(name: str, *, lines: int = 0, most: int = 0, help_text: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(
        label=column_label(name), widget=widget, max_length=most or 5_000, help_text=help_text, required=required
    )


class Lines(forms.CharField):
    """A list, one item a line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)


def _lines(name: str, help_text: Any, most: int = 500) -> Lines:
    widget = forms.Textarea(attrs={"rows": 4})
    return Lines(label=column_label(name), widget=widget, max_length=most, help_text=help_text, required=False)


class KindForm(forms.Form):
    """Everything but the steps and the tiers."""

    title_fr = _text("title_fr", most=200, required=True)
    title_en = _text("title_en", most=200)
    nature = forms.ChoiceField(label=column_label("nature"), choices=DeadlineKind.Nature.choices)
    team = forms.ChoiceField(
        label=column_label("team"),
        required=False,
        help_text=_(
            "Elle voit ces échéances, appelle les gens et reçoit les tâches. Une autre équipe ne les voit pas."
        ),
    )
    audience_fr = _text("audience_fr", lines=2, help_text=_("Qui doit y penser, en une phrase."))
    audience_en = _text("audience_en", lines=2)

    date_rule = forms.ChoiceField(label=_("Comment la date est connue"), required=False)
    ages = forms.CharField(label=_("Âge, ou âges"), max_length=40, required=False, help_text=_("Par exemple 75, 80"))
    every_years = CountField(label=_("Puis tous les combien d’ans"), least=1, most=50, required=False)
    calendar_days = forms.CharField(
        label=_("Dates de l’année"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
        help_text=_("Une par ligne, par exemple 30 avril"),
    )
    event = forms.ChoiceField(label=_("Événement"), required=False)
    delay = CountField(label=_("Délai"), least=0, most=FAR_DAYS, required=False)
    unit = forms.ChoiceField(label=_("En"), choices=bases.UNITS, required=False)
    side = forms.ChoiceField(label=_("Après ou avant l’événement"), choices=bases.SIDES, required=False)
    rule_fr = _text("rule_fr", most=300, help_text=_("Telle que les gens la liront."))
    rule_en = _text("rule_en", most=300)

    consequence_fr = _text("consequence_fr", lines=3, help_text=_("Ce qui arrive, et à partir de quel jour."))
    consequence_en = _text("consequence_en", lines=3)
    procedure_fr = _lines("procedure_fr", _("Un geste par ligne, dans l’ordre."))
    procedure_en = _lines("procedure_en", _("Un geste par ligne, dans l’ordre."))
    note_fr = _text("note_fr", lines=2)
    note_en = _text("note_en", lines=2)

    related_programs = forms.MultipleChoiceField(
        label=column_label("related_programs"),
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        help_text=_("Cette date est leur dernier jour pour demander\u00a0: leurs pages publiques le disent."),
    )
    official_url = forms.URLField(
        label=column_label("official_url"), max_length=500, required=False, assume_scheme="https"
    )
    official_url_read = forms.BooleanField(label=_("J’ai ouvert cette page et elle dit la même chose"), required=False)
    sources = _lines("sources", _("Une adresse par ligne\u00a0: loi, règlement, page officielle."))
    confidence = forms.ChoiceField(label=column_label("confidence"), choices=DeadlineKind.Confidence.choices)

    style = forms.ChoiceField(
        label=column_label("style"), choices=DeadlineKind.Style.choices, widget=forms.RadioSelect()
    )
    sensitive_reason = _text(
        "sensitive_reason",
        most=300,
        help_text=_(
            "Seulement si un message doit dire un mot de santé, de justice ou de statut. Une deuxième personne "
            "approuve."
        ),
    )
    channels = forms.MultipleChoiceField(
        label=column_label("channels"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        help_text=_("Chacun choisit ensuite parmi ces moyens."),
    )
    links = forms.ChoiceField(
        label=column_label("links"), choices=DeadlineKind.Links.choices, widget=forms.RadioSelect()
    )
    post_days = CountField(
        label=column_label("post_days"),
        least=0,
        most=MOST_POST_DAYS,
        sentence=_("Écrivez un nombre de jours ouvrables, de {least} à {most}."),
        help_text=_(
            "Une lettre d’avant la date est imprimée d’autant plus tôt, et un jour encore pour la préparer. "
            "0\u00a0: le même jour que les autres moyens."
        ),
    )
    is_urgent = forms.BooleanField(
        label=_("Urgent\u00a0: chaque rappel part seul, sans attendre les autres du même jour"), required=False
    )
    send_at = HourField(
        label=column_label("send_at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Heure locale de la personne."),
    )
    daily_cap = CountField(
        label=column_label("daily_cap"),
        least=1,
        most=100_000_000,
        sentence=_("Écrivez un nombre de messages, de {least} à {most}, ou laissez vide."),
        required=False,
        help_text=_("Le reste part les jours suivants, tant que c’est utile. Vide\u00a0: aucun plafond."),
    )
    note = forms.CharField(label=_("Ce qui change, en une phrase"), max_length=300, required=False)

    def __init__(self, *args: Any, teams: Sequence[str], programs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_teams(teams)
        choice(self, "related_programs").choices = list(programs)
        if not programs:
            self.fields["related_programs"].help_text = _("Votre organisme n’a pas encore de programme à y joindre.")
        kept = self.initial.get("date_rule") or ""
        rules = [("", _("Choisissez")), *bases.RULES]
        if kept not in {code for code, _label in rules}:
            rules.append((kept, _("Comme dans les données de départ")))
        choice(self, "date_rule").choices = rules
        events = {"": _("Choisissez"), **EVENTS}
        events.setdefault(self.initial.get("event") or "", _("Comme dans les données de départ"))
        choice(self, "event").choices = list(events.items())

    def _offer_teams(self, teams: Sequence[str]) -> None:
        """The organization's teams, by name; the only one is chosen already. A name that is no team's any more is
        shown as not chosen."""
        choice(self, "team").choices = [
            *([] if len(teams) == 1 else [("", _("Choisissez") if teams else _("Aucune équipe"))]),
            *((name, name) for name in teams),
        ]
        if len(teams) == 1:
            self.initial["team"] = teams[0]
        elif not teams:
            self.fields["team"].help_text = _(
                "Votre organisme n’a pas encore d’équipe\u00a0: ses superviseures et superviseurs voient ces échéances."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        try:
            given["basis"] = bases.put_together(given)
        except bases.NotADay as error:
            self.add_error("calendar_days", f"{error} {_('Écrivez par exemple 30 avril.')}")
            return given
        assert LONGEST_BASIS is not None  # the column says one
        if len(given["basis"]) > LONGEST_BASIS:
            self.add_error("calendar_days", _("Neuf dates au plus. Faites un autre type pour les suivantes."))
        elif not can_be_followed(given["basis"]):
            self.add_error("delay", _("Ce délai est trop long. Écrivez-en un plus court."))
        return given

    def clean_sources(self) -> list[str]:
        return [_address(line) for line in self.cleaned_data["sources"]]


def _address(line: str) -> str:
    try:
        return forms.URLField(assume_scheme="https").clean(line)
    except forms.ValidationError:
        words = _("«\u00a0%(line)s\u00a0» n’est pas une adresse complète, comme https://www.quebec.ca/permis.")
        raise forms.ValidationError(words, params={"line": line[:60]}) from None


class StartKindForm(OfOrganization):
    """A kind from nothing: its name, and who answers for it."""

    title = forms.CharField(label=_("Titre"), max_length=200, help_text=_("Tel que les gens le liront."))
    nature = forms.ChoiceField(label=_("Genre d’échéance"), choices=DeadlineKind.Nature.choices)
    field_order = ["title", "nature", "organization"]
