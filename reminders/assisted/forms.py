"""What agents type while the person speaks."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.consents.models import Channel, How, Purpose
from portal.contact_notes.models import ContactNote
from portal.dossier_types.models import DossierType
from portal.foundation.form_fields import choice, model_choice
from portal.organizations.models import Team
from portal.people.models import Citizen
from programs.profiles.consent import WORDINGS as ADVICE_WORDINGS
from reminders.channels.contact_points import contact_points
from reminders.contacts.actions import Contact
from reminders.contacts.forms import ContactForm
from reminders.deadlines.fields import Day, Hour, Place, place_box, placed
from reminders.deadlines.forms import check_due
from reminders.kinds.models import DeadlineKind
from reminders.preferences.models import QuietHours
from reminders.preferences.wordings import WORDINGS, wording_of

_NOT_ASKED = ("zone", "other_zone", "hours", "opens", "closes", "language", "attests")


class ToldContactForm(ContactForm):
    """Address and number only; zone, hours and language stay as they are."""

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, citizen=citizen, **kwargs)
        for name in _NOT_ASKED:
            del self.fields[name]
        self.fields["phone"].help_text = _("Une ligne fixe suffit pour les appels, poste compris.")

    @property
    def contact(self) -> Contact:
        """Once valid."""
        given = self.cleaned_data
        kept = QuietHours.objects.filter(citizen=self.citizen).first()
        return Contact(
            postal_address=self.address.lines,
            phone=given["phone"],
            time_zone=self.citizen.time_zone,
            language=self.citizen.language,
            hours=(kept.opens, kept.closes) if kept else None,
        )


class TeamChoice(forms.ModelChoiceField):
    """One of the agent's teams; a hidden box when there is only one."""

    def __init__(self, *, label: Any = None) -> None:
        messages = {"required": _("Choisissez une équipe."), "invalid_choice": _("Choisissez dans la liste.")}
        label = label or _("Pour quelle équipe")
        super().__init__(queryset=Team.objects.none(), label=label, empty_label=None, error_messages=messages)

    def label_from_instance(self, team: Team) -> str:
        return f"{team.name} ({team.organization})"

    @staticmethod
    def offer(form: forms.BaseForm, teams: QuerySet[Team], name: str = "team") -> None:
        offered = model_choice(form, name)
        offered.queryset = teams
        if len(teams) == 1:
            offered.widget, offered.initial = forms.HiddenInput(), teams[0].pk


class NoteForm(forms.Form):
    """What was said, and how, in a few words."""

    way = forms.ChoiceField(
        label=_("Comment"),
        choices=ContactNote.Way.choices,
        initial=ContactNote.Way.CALL_IN,
        error_messages={"required": _("Dites comment."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    text = forms.CharField(
        label=_("Ce qui a été dit, et promis"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={
            "required": _("Écrivez ce qui a été dit."),
            "max_length": _("C’est trop long\u00a0: au plus %(limit_value)d signes."),
        },
    )
    team = TeamChoice()

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        TeamChoice.offer(self, teams)


class DossierForm(forms.Form):
    """A matter that begins, of a type or of none. Its names are those of no other box of the page."""

    dossier_type = forms.ModelChoiceField(
        label=_("Genre de dossier"),
        queryset=DossierType.objects.none(),
        required=False,
        empty_label=_("Aucun de la liste"),
        help_text=_("Il donne les étapes, le délai promis et, si vous ne les écrivez pas, le numéro et le titre."),
    )
    dossier_number = forms.CharField(
        label=_("Numéro du dossier"),
        help_text=_("Celui de votre organisme."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le numéro du dossier.")},
    )
    dossier_title = forms.CharField(
        label=_("De quoi il s’agit"),
        help_text=_("La personne le lit dans son espace, par exemple «\u00a0Permis de conduire\u00a0»."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Dites de quoi il s’agit.")},
    )
    dossier_team = TeamChoice()

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        TeamChoice.offer(self, teams, "dossier_team")
        offered = DossierType.objects.published().filter(organization__teams__in=teams).distinct()
        if offered.exists():
            model_choice(self, "dossier_type").queryset = offered
        else:
            del self.fields["dossier_type"]

    def clean(self) -> dict[str, Any]:
        """Without a type, nothing gives the number and the title; one type is of a team, or of its organization."""
        given = super().clean() or self.cleaned_data
        dossier_type, team = given.get("dossier_type"), given.get("dossier_team")
        if dossier_type is None:
            for name in ("dossier_number", "dossier_title"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        elif team and not DossierType.objects.of_team(team).filter(pk=dossier_type.pk).exists():
            self.add_error("dossier_type", _("Ce genre de dossier est suivi par une autre équipe."))
        return given


class ConsentForm(forms.Form):
    """First what and how; then, with the words under the agent's eyes, the person's yes."""

    choice = forms.ChoiceField(
        label=_("Ce que la personne veut recevoir"),
        error_messages={
            "required": _("Choisissez ce que la personne veut recevoir."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    how = forms.ChoiceField(
        label=_("Comment elle le dit"),
        choices=[
            (How.PHONE, _("De vive voix, au téléphone ou au comptoir")),
            (How.PAPER, _("Sur papier, avec sa signature")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si c’est de vive voix ou sur papier.")},
    )

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reachable = {point.channel for point in contact_points() if point.is_offered() and point.address_of(citizen)}
        reachable |= {Channel.INBOX} if citizen.user_id else set()
        pairs = [*WORDINGS, *((Purpose.ADVICE, channel) for channel in ADVICE_WORDINGS)]
        self.offered = {
            f"{purpose}-{channel}": (purpose, channel) for purpose, channel in pairs if channel in reachable
        }
        choice(self, "choice").choices = [
            ("", _("Choisissez")),
            *((key, f"{purpose.label}, {channel.label}") for key, (purpose, channel) in self.offered.items()),
        ]

    @property
    def chosen(self) -> tuple[Purpose, Channel]:
        """Once valid."""
        return self.offered[self.cleaned_data["choice"]]

    @property
    def wording(self) -> str:
        purpose, channel = self.chosen
        return str(ADVICE_WORDINGS[channel]) if purpose == Purpose.ADVICE else wording_of(purpose, channel)


class KindChoice(forms.ModelChoiceField):
    def label_from_instance(self, kind: DeadlineKind) -> str:
        return kind.title_fr


class DeadlineForm(forms.Form):
    kind = KindChoice(
        queryset=DeadlineKind.objects.none(),
        label=_("Type d’échéance"),
        empty_label=_("Choisissez"),
        error_messages={
            "required": _("Choisissez le type d’échéance."),
            "invalid_choice": _("Choisissez un type de la liste."),
        },
    )
    due_on = Day(label=_("Date limite, ou date du rendez-vous"))
    due_time = Hour(label=_("Heure, pour un rendez-vous"), required=False)
    place = Place()

    def __init__(self, *args: Any, citizen: Citizen, kinds: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = today(citizen.time_zone)
        place_box(self).offer(default="", own=citizen.time_zone)
        model_choice(self, "kind").queryset = kinds.prefetch_related("steps").order_by("title_order", "pk")

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        kind: DeadlineKind | None = given.get("kind")
        day: dt.date | None = given.get("due_on")
        if kind and day:
            try:
                check_due(day, kind, self.here)
            except forms.ValidationError as error:
                self.add_error("due_on", error)
        if kind and kind.nature != DeadlineKind.Nature.APPOINTMENT:
            given["due_time"] = None
        elif kind and not given.get("due_time") and "due_time" not in self.errors:
            self.add_error("due_time", _("Indiquez l’heure du rendez-vous, par exemple 14:30."))
        given["due_time"] = placed(given.get("due_time"), given.pop("place", ""))
        return given
