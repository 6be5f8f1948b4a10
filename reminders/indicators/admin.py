"""The indicator in «gestion»: the drawn page, the list behind each figure, the monthly reports."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from reminders.indicators.actions import journal_export, read_report
from reminders.indicators.coverage import coverage_of
from reminders.indicators.dashboard import dashboard_of
from reminders.indicators.exports import lines
from reminders.indicators.figures import SMALL, TARGET
from reminders.indicators.forms import PeriodForm
from reminders.indicators.models import Outcome, Report
from reminders.indicators.querysets import OutcomeQuerySet
from reminders.indicators.words import wait_words


@admin.register(Outcome)
class OutcomeAdmin(SectionAdmin):
    """Its list is what each figure opens; `tableau/` is the page that draws them."""

    menu_group = menu.DEADLINES
    menu_rank = 70
    view_permission = Permission.VIEW_INDICATORS
    pages_without_rows = SectionAdmin.pages_without_rows | {"dashboard"}
    front_page = "dashboard"
    fields = readonly_fields = (
        "kind",
        "due_on",
        "excluded",
        "reach",
        "channel",
        "reminded_at",
        "act",
        "age",
        "region",
    )
    list_display = fields
    list_filter = ["reach", "act", "channel", "excluded", "age", "region"]
    list_select_related = ["kind"]
    ordering = ["-due_on", "-pk"]
    change_list_template = "admin/indicators/outcome/change_list.html"

    def name_of(self, outcome: Outcome) -> str:
        return f"{outcome.kind}, {date_format(outcome.due_on)}"

    def added_pages(self) -> list[Added]:
        return [Added("tableau/", self.dashboard, "dashboard"), Added("export/", self.export, "export", posted=True)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        reach = visibility_of(request.user)
        figures_only = reach.may_everywhere(Permission.VIEW_INDICATORS) and not self.get_queryset(request).exists()
        return super().changelist_view(request, {"figures_only": figures_only, **(extra_context or {})})

    @method_decorator(require_safe)
    def dashboard(self, request: HttpRequest) -> HttpResponse:
        form = PeriodForm(request.GET or None)
        outcomes, organizations = _scope(request)
        figures = dashboard_of(outcomes, *form.period)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Indicateur des rappels"),
            "form": form,
            "figures": figures,
            "coverage": coverage_of(organizations),
            "target": TARGET,
            "small": SMALL,
            "opens_lists": organizations is not None,
        }
        return render(request, "admin/indicators/outcome/dashboard.html", context)

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        form = PeriodForm(request.POST)
        chosen = Outcome.objects.visible_to(request.user).between(*form.period)
        journal_export(organization=None, count=chosen.count(), by=request.user)
        answer = StreamingHttpResponse(lines(chosen), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="rappels.csv"'
        return answer


@admin.register(Report)
class ReportAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.DEADLINES
    menu_rank = 80
    view_permission = Permission.READ_REPORTS
    list_display = ["month_in_words", "organization", "share", "is_read"]
    list_display_links = ["month_in_words"]
    list_select_related = ["organization"]
    ordering = ["-month", "pk"]
    fields = readonly_fields = (
        "organization",
        "month",
        "share",
        "kinds_covered",
        "details",
        "alerts_in_words",
        "read_at",
        "read_by",
    )
    actions = ["mark_read"]
    change_form_template = "admin/indicators/report/change_form.html"

    def added_pages(self) -> list[Added]:
        return [Added("<uuid:pk>/lu/", self.read, "read", posted=True)]

    def read(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
        read_report(report=report, by=request.user)
        messages.success(request, _("C’est noté\u00a0: ce rapport est lu."))
        return redirect("admin:indicators_report_changelist")

    @admin.display(description=_("mois"), ordering="month")
    def month_in_words(self, report: Report) -> str:
        return date_format(report.month, "F Y")

    @admin.display(description=_("lu"), boolean=True)
    def is_read(self, report: Report) -> bool:
        return report.read_at is not None

    @admin.display(description=_("échéances rappelées"))
    def share(self, report: Report) -> str:
        figures = report.figures
        return _("%(share)s %% (%(digital)s sur %(due)s)") % {
            "share": "—" if figures["share"] is None else number_format(figures["share"]),
            "digital": figures["digital"],
            "due": figures["due"],
        }

    @admin.display(description=_("types couverts"))
    def kinds_covered(self, report: Report) -> str:
        return f"{report.figures['kinds_covered']} / {report.figures['kinds']}"

    @admin.display(description=_("suites"))
    def details(self, report: Report) -> str:
        words = dict(Outcome.Visibility.choices) | dict(Outcome.Act.choices)
        return "; ".join(f"{words[name]}\u00a0: {count}" for name, count in report.figures.items() if name in words)

    @admin.display(description=_("groupes moins bien servis"))
    def alerts_in_words(self, report: Report) -> str:
        sentences = (f"{alert['label']}\u00a0: {_told(alert)}" for alert in report.alerts)
        return "; ".join(sentences) or str(_("aucun"))

    @admin.action(description=_("Marquer comme lu"), permissions=["view"])
    def mark_read(self, request: HttpRequest, queryset: QuerySet) -> None:
        for report in queryset:
            read_report(report=report, by=request.user)


def _told(alert: dict[str, Any]) -> str:
    return wait_words(alert["wait"]) if alert.get("is_late") else f"{number_format(alert['share'])}\u00a0%"


def _scope(request: HttpRequest) -> tuple[OutcomeQuerySet, list | None]:
    """Outcomes that are summed, and the organizations whose kinds are counted (None: all, for the operators)."""
    reach = visibility_of(request.user)
    if reach.may_everywhere(Permission.VIEW_INDICATORS):
        return Outcome.objects.all(), None
    supervised = Outcome.objects.visible_to(request.user)
    return supervised, list(reach.organizations_where(Permission.VIEW_INDICATORS))
