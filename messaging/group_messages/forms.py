"""The form by which an agent writes to a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from messaging.group_messages.models import GroupMessage
from messaging.threads.forms import BodyField, SubjectField
from portal.access.visibility import visibility_of
from portal.dossier_types.models import DossierType
from portal.foundation.form_fields import choice
from portal.organizations.models import Team
from portal.people.models import User

Audience = tuple[Team, DossierType, str]


def audience_key(team: Any, dossier_type: Any, stage: str) -> str:
    return f"{team}:{dossier_type}:{stage}"


class GroupMessageForm(forms.Form):
    """To whom, and what. `is_empty`: none of one's teams has a type of dossier."""

    audience = forms.ChoiceField(
        label=_("À qui"),
        error_messages={
            "required": _("Choisissez à qui vous écrivez."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
        help_text=_("Chaque personne reçoit le message dans une conversation à elle, et répond à part."),
    )
    subject = SubjectField()
    body = BodyField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._audiences: dict[str, Audience] = {}
        groups = []
        teams = Team.objects.filter(pk__in=visibility_of(user).team_ids).select_related("organization")
        for team in teams.order_by("organization__name_order", "name_order", "pk"):
            for dossier_type in DossierType.objects.of_team(team).order_by("title_order", "pk"):
                groups.append((f"{team} – {dossier_type}", self._offered(team, dossier_type)))
        self.is_empty = not groups
        choice(self, "audience").choices = [("", _now("Choisissez")), *groups]

    def _offered(self, team: Team, dossier_type: DossierType) -> list[tuple[str, str]]:
        stages = [("", _now("Tous les dossiers ouverts"))]
        stages += [(stage.code, stage.name_fr) for stage in dossier_type.all_stages]
        offered = []
        for code, name in stages:
            key = audience_key(team.pk, dossier_type.pk, code)
            self._audiences[key] = (team, dossier_type, code)
            offered.append((key, name))
        return offered

    @property
    def chosen(self) -> Audience:
        """Of a valid form."""
        return self._audiences[self.cleaned_data["audience"]]

    @staticmethod
    def begun_from(message: GroupMessage) -> dict[str, str]:
        """The values of another message, to write it again."""
        key = audience_key(message.team_id, message.dossier_type_id, message.stage)
        return {"audience": key, "subject": message.subject, "body": message.body}
