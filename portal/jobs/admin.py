"""«Travaux de fond»: what is done over everybody, how far it is, and what is late. Without names."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from portal.jobs.models import Job
from portal.jobs.registered import words_of


@admin.register(Job)
class JobAdmin(SectionAdmin):
    menu_group = menu.OPERATION
    menu_rank = 35
    view_permission = Permission.OPERATE_PORTAL
    list_display = ["what", "state", "progress", "cursor", "started_at", "stepped_at", "finished_at"]
    fields = readonly_fields = (
        "what",
        "scope",
        "state",
        "progress",
        "cursor",
        "started_at",
        "stepped_at",
        "finished_at",
    )
    ordering = ["work", "scope"]

    @admin.display(description=_("travail"), ordering="work")
    def what(self, job: Job) -> str:
        return words_of(job.work)

    @admin.display(description=_("état"))
    def state(self, job: Job) -> str:
        if job.is_late:
            return gettext("en retard")
        return gettext("en cours") if job.finished_at is None else gettext("fini")

    @admin.display(description=_("parties faites"))
    def progress(self, job: Job) -> str:
        if job.total is None:
            return str(job.done)
        return gettext("%(done)s sur %(total)s") % {"done": job.done, "total": max(job.total, job.done)}
