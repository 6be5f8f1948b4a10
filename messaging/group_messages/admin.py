"""«Messages de groupe» in «gestion»: written, read again, approved, followed."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.group_messages import actions
from messaging.group_messages.forms import GroupMessageForm
from messaging.group_messages.models import FOUR_EYES, GroupMessage
from messaging.group_messages.selecting import count_for, sample_for, without_account
from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin

ACT = "act"
"""Name of the buttons; values: send, submit, withdraw."""


@admin.register(GroupMessage)
class GroupMessageAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 27
    view_permission = Permission.HANDLE_CONVERSATIONS
    list_display = ["shown_subject", "team", "dossier_type", "count", "state", "written_at"]
    list_display_links = ["shown_subject"]
    list_filter = ["state"]
    list_select_related = ["team", "dossier_type"]
    ordering = ["-written_at", "-id"]
    change_list_template = "admin/group_messages/groupmessage/change_list.html"

    @admin.display(description=_("objet"))
    def shown_subject(self, message: GroupMessage) -> str:
        return message.subject

    def added_pages(self) -> list[Added]:
        return [Added("ecrire/", self.write, "write")]

    def write(self, request: HttpRequest) -> HttpResponse:
        """Write one; what it says is read again, with its people, before anything leaves."""
        posted = request.POST if request.method == "POST" else None
        form = GroupMessageForm(posted, user=request.user, initial=self._begun(request))
        if form.is_valid():
            team, dossier_type, stage = form.chosen
            words = {"subject": form.cleaned_data["subject"], "body": form.cleaned_data["body"]}
            written = actions.write(by=request.user, team=team, dossier_type=dossier_type, stage=stage, **words)
            return redirect(written)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Écrire à un groupe"),
            "opts": self.opts,
            "form": None if form.is_empty else form,
        }
        template = "admin/group_messages/groupmessage/write.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    def _begun(self, request: HttpRequest) -> dict[str, str]:
        try:
            other = self.get_queryset(request).filter(pk=UUID(request.GET.get("de", ""))).first()
        except ValueError:
            return {}
        return GroupMessageForm.begun_from(other) if other else {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        message = self._message(request, object_id)
        if request.method == "POST":
            self._act(request, message)
            return redirect(message)
        count = count_for(message) if message.is_waiting else message.count
        needs_another = count > FOUR_EYES or message.state == message.State.SUBMITTED
        context = {
            **self.admin_site.each_context(request),
            "title": message.subject,
            "opts": self.opts,
            "message": message,
            "count": count,
            "without_account": without_account(message) if message.is_waiting else 0,
            "sample": sample_for(message) if message.is_waiting else [],
            "most": FOUR_EYES,
            "needs_another": needs_another,
            "may_approve": message.state == message.State.SUBMITTED and message.author_id != request.user.pk,
            "followed": None if message.is_waiting else _followed(message),
        }
        return TemplateResponse(request, "admin/group_messages/groupmessage/message.html", context)

    def _act(self, request: HttpRequest, message: GroupMessage) -> None:
        act = {"send": actions.launch, "submit": actions.submit, "withdraw": actions.withdraw}
        done = {
            "send": _(
                "L’envoi commence. Chaque personne reçoit une conversation à elle; vous pouvez quitter cette page."
            ),
            "submit": _("L’accord est demandé\u00a0: une autre personne de l’équipe lit ce message et l’envoie."),
            "withdraw": _("Le message est abandonné. Personne ne l’a reçu."),
        }
        chosen = request.POST.get(ACT, "")
        if chosen not in act:
            messages.error(request, gettext("Choisissez un des boutons de la page."))
            return
        try:
            act[chosen](by=request.user, message=message)
        except actions.ChangedMeanwhile:
            messages.info(request, gettext("Quelqu’un a agi avant vous sur ce message\u00a0: voici où il en est."))
        except actions.NobodyToWriteTo:
            messages.warning(
                request, gettext("Aucun dossier ouvert n’est de ce genre, à cet état\u00a0: rien n’est envoyé.")
            )
        except actions.OwnMessage:
            messages.warning(request, gettext("Une autre personne de l’équipe doit lire ce message et l’envoyer."))
        except actions.MoreThanSeen:
            messages.warning(
                request, gettext("Ce message va maintenant à plus de 500 personnes\u00a0: demandez un accord.")
            )
        else:
            messages.success(request, str(done[chosen]))

    def _message(self, request: HttpRequest, object_id: str) -> GroupMessage:
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        mine: QuerySet[GroupMessage] = self.get_queryset(request).with_names()
        found = mine.filter(pk=key).first() if self.has_view_permission(request) else None
        if found is None:
            raise Http404
        return found


def _followed(message: GroupMessage) -> dict[str, int]:
    """How many have it, read it and answered it."""
    recipients = message.recipients.all()
    of_team, of_person = "agent", "citizen"
    read = recipients.filter(thread__messages__author_kind=of_team, thread__messages__read_at__isnull=False)
    answered = recipients.filter(thread__messages__author_kind=of_person)
    counts = {"sent": recipients, "read": read, "answered": answered}
    return {name: rows.values("thread").distinct().count() for name, rows in counts.items()}
