"""«Programmes»: what an administrator starts, edits, tries, publishes and vouches for; agents read."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.clock import today
from portal.criteria.checking import criteria_problems
from portal.criteria.nodes import read_tree
from portal.criteria.wording import criteria_lines
from portal.finding.searching import holding_words
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.searched import searched_in
from portal.people.models import User
from portal.publishing.adapters import ColumnsAdapter
from portal.publishing.models import Version
from portal.publishing.sections import VersionedSection
from programs.assisted_advice import views as assisted
from programs.facts.models import FactDefinition
from programs.program_versions import decisions, examples_views, upkeep_views, views
from programs.program_versions.actions import publish_and_vouch
from programs.program_versions.models import ProgramVersion
from programs.program_versions.pages import page
from programs.program_versions.starting_form import PublishProgramForm
from programs.program_versions.two_persons import needs_two
from programs.programs.models import Program
from programs.programs.querysets import ProgramQuerySet
from programs.programs.upkeep import gaps
from programs.programs.wording import amount_lines, source_lines
from programs.scans.impact import impact_of

View = Callable[..., HttpResponse]


@admin.register(Program)
class ProgramAdmin(VersionedSection):
    """Administrators see the programs of their organizations; agents read what the public reads."""

    menu_group = menu.PROGRAMS
    menu_rank = 10
    view_permission = Permission.VIEW_PROGRAMS
    change_permission = add_permission = Permission.CONFIGURE_PROGRAMS
    list_display = ["name_fr", "organization", "theme", "state", "draft", "holds_for", "reviewed_at"]
    list_filter = ["state", "theme"]
    list_select_related = ["organization"]
    search_fields = ["code"]
    search_help_text = _("Nom, résumé ou thème; les accents et les pluriels ne comptent pas.")
    change_list_template = "admin/programs/program/list.html"
    published_words = _("C’est publié\u00a0: le public le lit, et le conseiller refait le point avec ces règles.")
    no_version_words = _("Aucune version\u00a0: ce programme est tel que dans les données de départ.")
    may_restore = True

    def get_queryset(self, request: HttpRequest) -> ProgramQuerySet:
        programs = super().get_queryset(request).select_related("organization")
        assert isinstance(programs, ProgramQuerySet)  # `Program.objects`
        return programs.administered_by(request.user) if self.administered(request) else programs

    def writable(self, request: HttpRequest) -> QuerySet[Program]:
        return Program.objects.administered_by(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Program], search_term: str
    ) -> tuple[QuerySet[Program], bool]:
        """Plurals and accents aside; else names that resemble what was typed, and the list says so."""
        assert isinstance(queryset, ProgramQuerySet)  # `Program.objects`
        found: QuerySet[Program] = queryset.matching(search_term)
        if search_term and not found.exists():
            alike = holding_words(queryset, ["name_fr"], search_term)
            found, searched_in(request).words_resemble = alike.rows, True
        return found, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"serves_people": self.holds(request, Permission.SERVE_PEOPLE), **(extra_context or {})}
        )

    def added_pages(self) -> list[Added]:
        """Pages of one program, then those of the section."""
        own: list[tuple[str, str, View]] = [
            ("mots", "edit", views.edit),
            ("conditions", "criteria", views.criteria),
            ("exemples", "examples", examples_views.examples),
            ("exemples/<int:rank>", "example", examples_views.example),
            ("apercu", "preview", views.preview),
            ("verifie", "vouch", decisions.vouch),
        ]
        return [
            *self.pages_of_subject(own),
            *self.ledger_pages(),
            *self._assisted(),
            Added("a-verifier/", partial(self.of_section, upkeep_views.to_check), "to_check", right="change"),
            Added("<uuid:pk>/change/", self.read, "change"),
        ]

    def _assisted(self) -> list[Added]:
        """The questionnaire on the telephone: for agents, who need not administer any program."""
        pages: list[tuple[str, str, View]] = [
            ("", "assisted", assisted.start),
            ("suivante/", "assisted_next", assisted.next_question),
            ("questions/<slug:fact>/", "assisted_question", assisted.question),
            ("resultat/", "assisted_result", assisted.result),
            ("lettre/", "assisted_letter", assisted.letter),
            ("terminer/", "assisted_finish", assisted.finish),
            ("personne/<uuid:citizen>/", "assisted_person", assisted.person),
        ]
        serving: dict[str, Any] = {"permission": Permission.SERVE_PEOPLE}
        saying = partial(assisted.stance, self)
        return [
            *(Added(f"telephone/{where}", partial(view, self), name, **serving) for where, name, view in pages),
            Added("telephone/pistes/<uuid:finding>/", saying, "assisted_stance", posted=True, **serving),
        ]

    def read(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One program: what it says, what is missing, and what one may do with it."""
        program = self.get_queryset(request).select_related("reviewed_by").filter(pk=pk).first()
        if program is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        draft = program.versions.open().select_related("author", "submitted_by", "returned_by").first()
        adapter = self.adapter
        assert isinstance(adapter, ColumnsAdapter)
        if draft and not program.is_published:
            adapter.put_on(program, draft.content)  # to be shown, never saved
        rows = FactDefinition.objects.by_code()
        problems = criteria_problems(program.criteria, {code: row.kind for code, row in rows.items()})
        return page(
            self,
            request,
            "program",
            title=program.name_fr,
            program=program,
            is_subject_page=True,
            draft=draft,
            coming=program.versions.coming().order_by("effective_on"),
            problems=problems,
            lines=() if problems else criteria_lines(read_tree(program.criteria), rows),
            amounts=amount_lines(program),
            sources=source_lines(program),
            gaps=gaps(program, today()),
            may_change=program.organization_id in self.administered(request),
        )

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.of_section(decisions.start, request)

    # -- publishing

    def publish_form(self, data: Mapping[str, Any] | None) -> PublishProgramForm:
        return PublishProgramForm(data)

    def about_publishing(self, request: HttpRequest, subject: Any, content: Any, *, approves: bool) -> dict[str, Any]:
        impact = impact_of(subject, content)
        remarks = list(self.adapter.remarks(subject, content))
        return {
            "program": subject,
            "impact": impact,
            "needs_two": needs_two(impact),
            "errors": [remark for remark in remarks if remark.is_error],
            "advices": [remark for remark in remarks if not remark.is_error],
        }

    def publish(self, version: Version, form: forms.Form, by: User) -> str:
        if not form.cleaned_data["is_checked"]:
            return super().publish(version, form, by)
        assert isinstance(version, ProgramVersion)
        day, note = form.cleaned_data["effective_on"], form.cleaned_data["note"]
        return self.said_of(publish_and_vouch(version=version, by=by, effective_on=day, note=note))
