"""«Me le rappeler»: for whom, when, by which channel."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.foundation.form_fields import choice
from portal.mandates.ages import of_age
from portal.people.models import Citizen
from portal.people.name_fields import NameField
from reminders.deadlines.asking import question_of
from reminders.deadlines.fields import Day, Hour, Place, place_box, placed
from reminders.deadlines.forms import check_due
from reminders.deadlines.moments import last_step
from reminders.kinds.dates import after_event, comes_back, event_of, next_due
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import date_in_words
from reminders.preferences.asking import ChannelsForm
from reminders.reminders.places import place_of

NEW_CHILD = "child"
CHILD = ("child_given_name", "child_family_name", "child_birth_date")


class RemindMeForm(ChannelsForm):
    """`citizen` is told; `children` are those of the account; `for_oneself` is false when it acts for an adult.

    Valid, `asked` holds what `follow` needs and `new_child` whom to declare first, if anybody."""

    concerned = forms.ChoiceField(
        label=_("Pour qui?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une personne."), "invalid_choice": _("Choisissez une personne.")},
    )
    child_given_name = NameField(
        label=_("Prénom de l’enfant"), error_messages={"required": _("Indiquez le prénom de l’enfant.")}
    )
    child_family_name = NameField(
        label=_("Nom de l’enfant"), required=False, help_text=_("Laissez vide si l’enfant a un seul nom.")
    )
    child_birth_date = Day(label=_("Date de naissance de l’enfant"), missing=_("Indiquez la date de naissance."))
    event_on = Day(required=False)
    due_on = Day(required=False)
    due_time = Hour(label=_("Heure du rendez-vous"))
    place = Place()
    renews = forms.BooleanField(
        label=_(
            "Quand cette date sera faite ou passée, ouvrir la suivante d’elle-même et m’en avertir de la même façon."
        ),
        required=False,
    )
    birth_date = Day(
        label=_("Votre date de naissance"),
        required=False,
        help_text=_("C’est elle qui donne la date. Elle est gardée avec vos coordonnées."),
    )

    def __init__(
        self,
        *args: Any,
        kind: DeadlineKind,
        citizen: Citizen,
        children: list[Citizen],
        for_oneself: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.citizen, self.for_oneself = kind, citizen, for_oneself
        self.here = today(citizen.time_zone)
        self.people = {str(person.pk): person for person in [citizen, *children]}
        self._ask_for_whom()
        self._ask_when()
        self.offer_channels(citizen, kind.channels)

    def _ask_for_whom(self) -> None:
        if not self.for_oneself:
            for name in ("concerned", *CHILD):
                del self.fields[name]
            return
        choices = [(key, self._whose(person)) for key, person in self.people.items()]
        choices.append((NEW_CHILD, gettext("Pour un enfant que j’ajoute (moins de 18 ans)")))
        choice(self, "concerned").choices = choices
        self.initial.update(concerned=str(self.citizen.pk), child_family_name=self.citizen.family_name)
        if self.is_bound and "concerned" not in self.data:
            assert isinstance(self.data, dict)  # what was posted
            data = self.data.copy()
            data["concerned"] = str(self.citizen.pk)  # nobody else was named
            self.data = data
        for name in ("child_given_name", "child_birth_date"):
            self.fields[name].required = not self.is_bound or self.data["concerned"] == NEW_CHILD

    def _whose(self, person: Citizen) -> str:
        """With the date beside each, where the date is theirs."""
        mine = person.pk == self.citizen.pk
        words = gettext("Pour moi") if mine else gettext("Pour %(name)s") % {"name": person}
        due_on = self._by_rule(person.birth_date) if self.is_of_birth else None
        return f"{words}\u00a0: {date_in_words(due_on)}" if due_on else words

    @property
    def is_of_birth(self) -> bool:
        return self.kind.basis.startswith("birth_date")

    @property
    def asks_birth_date(self) -> bool:
        """The rule needs it, the person asks for herself, and we do not have it."""
        return self.is_of_birth and self.for_oneself and self.citizen.birth_date is None

    @property
    def due_by_birth(self) -> dt.date | None:
        """The date of the person told, where it comes from their birth date."""
        return self._by_rule(self.citizen.birth_date) if self.is_of_birth else None

    def _ask_when(self) -> None:
        question = question_of(self.kind)
        due, event = self.fields["due_on"], self.fields["event_on"]
        due.label, event.label = question.due, question.event
        # Words of an organization: escaped here, because help may hold markup of ours.
        (event if question.event else due).help_text = escape(self.kind.rule)
        if not question.event:
            del self.fields["event_on"]
        if not self.is_of_birth:
            self.initial["due_on"] = self._by_rule(None)
            due.required = not question.event and self.initial["due_on"] is None
        if not self.asks_birth_date:
            del self.fields["birth_date"]
        if self.kind.nature != DeadlineKind.Nature.APPOINTMENT:
            del self.fields["due_time"]
        _ask_where(self)
        self.initial["renews"] = True
        if not comes_back(self.kind.basis):
            del self.fields["renews"]

    def _by_rule(self, birth_date: dt.date | None) -> dt.date | None:
        """What the rule gives without asking. An age reached lately still counts while a reminder follows it."""
        if due_on := next_due(self.kind.basis, self.here, birth_date):
            return due_on
        return next_due(self.kind.basis, self.here - dt.timedelta(days=max(0, last_step(self.kind) - 1)), birth_date)

    def clean(self) -> dict[str, Any]:
        told_child = self.cleaned_data.get("concerned") == NEW_CHILD
        if told_child:
            self._clean_child()
        person = self.people.get(self.cleaned_data.get("concerned") or str(self.citizen.pk))
        birth_date = self.cleaned_data.get("child_birth_date") if told_child else self._birth_date_of(person)
        if not self.errors:
            due_on = self._due_on(birth_date)
            if due_on:
                self._answer(due_on, None if told_child else person)
        return self.cleaned_data

    def _birth_date_of(self, person: Citizen | None) -> dt.date | None:
        """That of the person, or what she just typed of herself."""
        typed = self.cleaned_data.get("birth_date")
        if typed and typed > self.here:
            self.add_error("birth_date", _("Cette date est à venir. Vérifiez l’année."))
            return None
        return (person.birth_date or (typed if person == self.citizen else None)) if person else None

    def _clean_child(self) -> None:
        born = self.cleaned_data.get("child_birth_date")
        if born and born > self.here:
            self.add_error("child_birth_date", _("Cette date est à venir. Ajoutez l’enfant après sa naissance."))
        elif born and of_age(born) <= self.here:
            words = _(
                "Cette personne a 18 ans ou plus\u00a0: elle demande elle-même ses rappels, ou vous donne un mandat."
            )
            self.add_error("child_birth_date", words)

    def _due_on(self, birth_date: dt.date | None) -> dt.date | None:
        """Typed, counted from the event, or given by the rule; in that order."""
        event_on = self.cleaned_data.get("event_on")
        if event_of(self.kind.basis) == "birth" and event_on is None and self.cleaned_data.get("due_on") is None:
            event_on = birth_date
        due_on = self.cleaned_data.get("due_on")
        name = "due_on"
        if due_on is None and event_on:
            due_on, name = after_event(self.kind.basis, event_on), "event_on"
        if due_on is None:
            due_on = self._by_rule(birth_date)
            if due_on is None:
                self._say_what_is_missing()
            return due_on
        try:
            return check_due(due_on, self.kind, self.here)
        except forms.ValidationError as error:
            self.add_error(name if name in self.fields else "due_on", error)
            return None

    def _say_what_is_missing(self) -> None:
        if "event_on" in self.fields:
            self.add_error("event_on", _("Indiquez cette date, ou la date limite si vous la connaissez."))
        elif "birth_date" in self.fields and not self.cleaned_data.get("birth_date"):
            self.add_error(
                "birth_date", _("Indiquez votre date de naissance, ou la date limite si vous la connaissez.")
            )
        elif self.is_of_birth:
            words = _("La date de naissance ne donne pas de date à venir. Indiquez la date limite.")
            self.add_error("due_on", words)
        else:
            self.add_error("due_on", _("Indiquez la date limite."))

    def _answer(self, due_on: dt.date, concerned: Citizen | None) -> None:
        data = self.cleaned_data
        self.asked: dict[str, Any] = {
            "citizen": self.citizen,
            "kind": self.kind,
            "due_on": due_on,
            "due_time": placed(data.get("due_time"), data.get("place", "")),
            "renews": data.get("renews", True),
            "wordings": self.accepted,
        }
        self.told_birth_date: dt.date | None = data.get("birth_date")
        self.new_child: dict[str, Any] | None = None
        if concerned is None:
            child = {name.removeprefix("child_"): data[name] for name in CHILD}
            if not child["family_name"]:  # the only name of a person is kept as the family name
                child |= {"given_name": "", "family_name": child["given_name"]}
            self.new_child = child
        else:
            self.asked["concerned"] = concerned


def _ask_where(form: RemindMeForm) -> None:
    """Only somebody whose clock is not the organization's has to say which one the hour is of."""
    there, own = place_of(form.kind), form.citizen.time_zone
    if "due_time" in form.fields and there != own:
        place_box(form).offer(default=there, own=own)
    else:
        del form.fields["place"]
