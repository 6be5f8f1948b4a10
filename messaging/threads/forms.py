"""Forms of a conversation. What is typed comes back whatever is wrong."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from messaging.threads.models import Thread
from portal.access.visibility import visibility_of
from portal.consents.models import Purpose
from portal.documents.actions import has_room
from portal.documents.forms import DocumentsField, FilesForm
from portal.dossiers.models import Dossier
from portal.foundation.form_fields import ComingDayField, choice, model_choice, replace_typed, rows_offered
from portal.notices import ways
from portal.organizations.models import Team
from portal.organizations.querysets import TeamQuerySet
from portal.people.models import Citizen, User
from portal.requested_documents.forms import OneLineField

LONGEST_BODY = 20_000
LONGEST_SUBJECT = 150
_ONE_OF_THE_DOSSIERS = _("Vous agissez ici pour certains dossiers seulement\u00a0: choisissez celui dont vous parlez.")
NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class SubjectField(OneLineField):
    def __init__(self) -> None:
        too_long = _("L’objet dépasse %(limit_value)d caractères. Dites l’essentiel ici, et le reste dans le message.")
        super().__init__(
            label=_("Objet"),
            validators=[MaxLengthValidator(LONGEST_SUBJECT, too_long)],
            error_messages={"required": _("Donnez un objet à votre message, en quelques mots.")},
        )


class BodyField(forms.CharField):
    """No `maxlength` in the page: a browser would cut a pasted text without a word."""

    def __init__(self) -> None:
        too_long = _(
            "Votre message a %(show_value)d caractères; nous pouvons en recevoir %(limit_value)d. "
            "Raccourcissez-le, ou joignez le texte en PDF."
        )
        super().__init__(
            label=_("Message"),
            widget=forms.Textarea(attrs={"rows": 8}),
            validators=[MaxLengthValidator(LONGEST_BODY, too_long)],
            error_messages={"required": _("Écrivez votre message.")},
        )

    def to_python(self, value: Any) -> str:
        # NUL cannot be stored by PostgreSQL in text and shows as nothing: it is dropped, the rest is kept.
        return (super().to_python(value) or "").replace("\x00", "").replace("\r\n", "\n")


class _MessageForm(FilesForm):
    """What every message has. `key` is last on the page: a request cut half-way has no key and sends nothing."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": _("L’envoi a été coupé avant la fin. Vérifiez vos fichiers, puis envoyez de nouveau."),
            "invalid": _("Cette page a trop attendu. Copiez votre texte, rechargez la page, puis envoyez."),
        },
    )

    def clean(self) -> dict[str, Any]:
        if "key" in self.errors:  # the page that comes back must be able to send
            replace_typed(self, "key", str(uuid.uuid4()))
        super().clean()
        return self.cleaned_data

    def _check_room(self, citizen: Citizen | None, uploads: list) -> None:
        if citizen and uploads and not has_room(citizen=citizen, more=sum(upload.size for upload in uploads)):
            self.add_error(
                "documents",
                _("Votre espace de documents est plein (1 Go). Envoyez le message sans fichier, ou appelez-nous."),
            )


class _TeamField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Team) -> str:
        return f"{obj.organization} – {obj}"


class _DossierField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Dossier) -> str:
        return f"{obj.number} – {obj.title}"


class NewMessageForm(_MessageForm):
    """A citizen's first message to a service."""

    citizen = forms.ModelChoiceField(
        label=_("Pour qui"),
        queryset=Citizen.objects.none(),
        empty_label=None,
        error_messages={
            "invalid_choice": _(
                "Vous ne pouvez pas, ou ne pouvez plus, écrire pour cette personne. "
                "Copiez votre texte, rechargez la page, puis envoyez-le pour vous-même."
            )
        },
    )
    team = _TeamField(
        label=_("Service"),
        queryset=Team.objects.none(),
        empty_label=_("Choisissez un service"),
        error_messages={
            "required": _("Choisissez le service à qui vous écrivez."),
            "invalid_choice": _("Ce service ne reçoit pas de messages pour l’instant. Choisissez-en un autre."),
        },
    )
    dossier = _DossierField(
        label=_("Dossier"), queryset=Dossier.objects.none(), required=False, empty_label=_("Aucun dossier")
    )
    subject = SubjectField()
    body = BodyField()
    documents = DocumentsField()
    tell_by = forms.MultipleChoiceField(
        label=_("Où vous dire que la réponse est là?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien n’est choisi d’avance. Vous changerez d’avis quand vous voudrez, dans vos préférences."),
    )

    # The page shows the service that was chosen, not a list.
    is_chosen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ["citizen", "team", "is_chosen", "dossier", "subject", "body", "documents", "tell_by", "key"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._user = user
        visibility = visibility_of(user)
        model_choice(self, "citizen").queryset = Citizen.objects.filter(pk__in=visibility.people_ids)
        teams = Team.objects.accepting_messages().filter(visibility.writable("organization"))
        model_choice(self, "team").queryset = teams.order_by("organization__name_order", "name_order")
        self.service = self._service(teams)
        if self.service:
            self.fields["team"].widget = forms.HiddenInput()
            self.fields["team"].initial, self.fields["is_chosen"].initial = self.service.pk, True
        model_choice(self, "dossier").queryset = Dossier.objects.visible_to(user).that_may_be_written_about()
        self._offer_only_choices(user)
        if visibility.place and "dossier" in self.fields and not self._covers_a_team(teams):
            self.fields["dossier"].required = True
            self.fields["dossier"].error_messages["required"] = _ONE_OF_THE_DOSSIERS
        self._ask_where(user)

    def _service(self, teams: TeamQuerySet) -> Team | None:
        """The service chosen on the page before; None when it is chosen here."""
        key = self.initial.get("team") if not self.is_bound else self.data.get("is_chosen") and self.data.get("team")
        try:
            return teams.filter(pk=key).first() if key else None
        except ValidationError:  # no UUID
            return None

    def _covers_a_team(self, teams: QuerySet[Team]) -> bool:
        """Whether anything may be said to one of them without naming a dossier."""
        visibility = visibility_of(self._user)
        organizations = {team.organization for team in teams.select_related("organization")}
        assert visibility.place is not None  # asked in a place only
        return any(visibility.covers(citizen_id=visibility.place, organization=one) for one in organizations)

    def _ask_where(self, user: User) -> None:
        """Once, at the first message of whoever chose nothing yet, in the exact words that will be kept."""
        own = None if visibility_of(user).place else getattr(user, "citizen", None)
        asks = own and not Thread.objects.filter(citizen=own).exists() and not ways.ready(own, Purpose.FILE_NEWS)
        self._offers = ways.offers(own, Purpose.FILE_NEWS) if own and asks else []
        choice(self, "tell_by").choices = [(str(offer.channel), offer.wording) for offer in self._offers]
        if not self._offers:
            del self.fields["tell_by"]

    def accepted(self) -> list[ways.ChannelOffer]:
        """The offers that the person ticked for themselves: nobody accepts in passing for somebody else."""
        data = self.cleaned_data
        is_own = data["citizen"].user_id == self._user.pk
        return [offer for offer in self._offers if is_own and str(offer.channel) in data.get("tell_by", [])]

    def _offer_only_choices(self, user: User) -> None:
        """A list of one is not a question."""
        people = visibility_of(user).people_ids
        if len(people) == 1:
            self.fields["citizen"].widget = forms.HiddenInput()
            self.fields["citizen"].initial = next(iter(people))
        if not rows_offered(self, "dossier").exists():
            del self.fields["dossier"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        dossier, team, citizen = (cleaned.get(name) for name in ("dossier", "team", "citizen"))
        if dossier and team and dossier.organization_id != team.organization_id:
            self.add_error("dossier", _("Ce dossier est d’un autre organisme que ce service. Changez l’un ou l’autre."))
        elif dossier and team and dossier.team_id != team.pk:
            words = _(
                "Le service «\u00a0%(team)s\u00a0» suit ce dossier. Choisissez ce service, ou «\u00a0Aucun "
                "dossier\u00a0» pour écrire à un autre."
            )
            self.add_error("dossier", words % {"team": dossier.team})
        if dossier and citizen and dossier.citizen_id != citizen.pk:
            self.add_error("dossier", _("Ce dossier est celui d’une autre personne. Choisissez-en un autre."))
        if team and citizen:
            self._check_scope(citizen, team, dossier)
        self._check_room(citizen, cleaned.get("documents", []))
        return cleaned

    def _check_scope(self, citizen: Citizen, team: Team, dossier: Dossier | None) -> None:
        visibility, about = visibility_of(self._user), dossier.pk if dossier else None
        if not visibility.covers(citizen_id=citizen.pk, organization=team.organization, dossier_id=about):
            self.add_error("dossier" if "dossier" in self.fields else "team", _ONE_OF_THE_DOSSIERS)


class EndsField(forms.BooleanField):
    """Whether the message is the last one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, help_text=_("La conversation se termine. Écrire de nouveau la rouvre."), **kwargs
        )


class ReplyForm(_MessageForm):
    """A citizen's next message."""

    body = BodyField()
    documents = DocumentsField()
    ends = EndsField(label=_("C’est réglé\u00a0: je n’attends pas de réponse"))

    field_order = ["body", "documents", "ends", "key"]

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._citizen = citizen

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self._check_room(self._citizen, cleaned.get("documents", []))
        return cleaned


class _AgentMessageForm(_MessageForm):
    """An agent's message, which may ask the citizen for an answer by a date."""

    body = BodyField()
    documents = DocumentsField()
    answer_by = ComingDayField(
        label=_("Réponse attendue au plus tard le"),
        required=False,
        help_text=_("Cette date paraîtra dans la liste «\u00a0À faire\u00a0» de la personne."),
    )


class BeginForm(_AgentMessageForm):
    """An agent's first message to a person whom one of their teams serves, about a matter of that team or none."""

    team = _TeamField(
        label=_("De la part de"),
        queryset=Team.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choisissez une équipe."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    dossier = _DossierField(
        label=_("Dossier"), queryset=Dossier.objects.none(), required=False, empty_label=_("Aucun dossier")
    )
    subject = SubjectField()

    field_order = ["team", "dossier", "subject", "body", "documents", "answer_by", "key"]

    def __init__(self, *args: Any, user: User, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._citizen = citizen
        teams = Team.objects.filter(pk__in=visibility_of(user).team_ids).select_related("organization")
        offered = model_choice(self, "team")
        offered.queryset = teams.order_by("organization__name_order", "name_order")
        if len(teams) == 1:
            offered.widget, offered.initial = forms.HiddenInput(), teams[0].pk
        model_choice(self, "dossier").queryset = Dossier.objects.handled_by(user).filter(citizen=citizen).open()
        if not rows_offered(self, "dossier").exists():
            del self.fields["dossier"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        dossier, team = cleaned.get("dossier"), cleaned.get("team")
        if dossier and team and dossier.team_id != team.pk:
            self.add_error("dossier", _("Ce dossier est d’une autre équipe. Changez l’un ou l’autre."))
        uploads = cleaned.get("documents", [])
        if uploads and not has_room(citizen=self._citizen, more=sum(upload.size for upload in uploads)):
            words = _("L’espace de documents de cette personne est plein (1 Go). Envoyez le message sans fichier.")
            self.add_error("documents", words)
        return cleaned


class AnswerForm(_AgentMessageForm):
    """An agent's answer in a conversation."""

    # ISO 8601, microseconds included: it is compared with the conversation's own.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    ends = EndsField(label=_("C’est réglé\u00a0: rien n’est attendu de la personne"))

    field_order = ["body", "documents", "answer_by", "ends", "seen", "key"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("ends") and self.cleaned_data.get("answer_by"):
            words = _("Une réponse est attendue, ou c’est réglé\u00a0: choisissez l’un ou l’autre.")
            self.add_error("ends", words)
        return self.cleaned_data

    def clean_seen(self) -> dt.datetime | None:
        """What cannot be read is no message of any conversation: the answer is then shown again, not sent."""
        if not self.cleaned_data["seen"]:
            return None
        try:
            return parse_datetime(self.cleaned_data["seen"]) or NEVER
        except ValueError:  # well formed, and no day of any calendar
            return NEVER

    def show_again(self, thread: Thread) -> None:
        """Say that a message came meanwhile. What was typed stays, and the page sent again answers what it shows."""
        replace_typed(self, "seen", thread.last_message_at.isoformat())
        text = _(
            "Un message est arrivé dans cette conversation depuis que vous l’avez ouverte\u00a0: il est ci-dessus. "
            "Lisez-le, changez votre réponse s’il le faut, puis envoyez-la."
        )
        self.add_error(None, text)
        self.keep_files()

    @property
    def is_begun(self) -> bool:
        """Something is written or joined."""
        return bool(str(self["body"].value() or "").strip() or self["documents"].value())

    def refuse_settling(self) -> None:
        """Say that a reply is begun: «Rien à répondre» would lose it."""
        text = _(
            "Vous avez commencé une réponse\u00a0: elle est toujours ici. Envoyez-la, ou effacez-la avant de choisir "
            "«\u00a0Rien à répondre\u00a0»."
        )
        self.add_error(None, text)
        self.keep_files()


class ServiceSearchForm(forms.Form):
    """What a person needs, in their words. Posted: words of a need stay out of addresses. No `maxlength`: a browser
    would cut a pasted text in silence; the search reads what it can of a longer one."""

    need = OneLineField(
        label=_("De quoi s’agit-il?"),
        required=False,
        help_text=_("En quelques mots, comme vous le diriez\u00a0: déménagement, carte perdue, accident."),
    )


class WordsForm(forms.Form):
    """What one looks for in messages. Posted: their words stay out of addresses."""

    words = OneLineField(
        label=_("Chercher dans les messages"),
        help_text=_("Un ou quelques mots de l’objet ou du message. Les accents et les majuscules ne comptent pas."),
        error_messages={"required": _("Écrivez au moins un mot.")},
    )


class PassForm(forms.Form):
    """To which team a conversation goes."""

    team = _TeamField(
        label=_("Équipe qui peut répondre"),
        queryset=Team.objects.none(),
        empty_label=_("Choisissez une équipe"),
        error_messages={"required": _("Choisissez l’équipe."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    note = forms.CharField(
        label=_("Mot à cette équipe"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne ne le lit pas ici; il est dans le fichier de ses données, si elle le demande."),
        validators=[MaxLengthValidator(2_000, _("Ce mot dépasse %(limit_value)d caractères. Dites l’essentiel."))],
    )

    def __init__(self, *args: Any, receivers: TeamQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_choice(self, "team").queryset = receivers.select_related("organization")

    def clean_note(self) -> str:
        # NUL cannot be stored by PostgreSQL.
        return self.cleaned_data["note"].replace("\x00", "").replace("\r\n", "\n")
