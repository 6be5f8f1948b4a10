"""`VersionedSection`: a section of «gestion» whose rows an organization writes, publishes and keeps versions of."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.visibility import visibility_of
from portal.foundation.formats.days import day_words
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.people.models import User
from portal.publishing import decisions, releases, transport_views, views
from portal.publishing.adapters import ContentAdapter, adapter_of
from portal.publishing.forms import PublishForm
from portal.publishing.models import Version

View = Callable[..., HttpResponse]


class VersionedSection(SectionAdmin):
    """Pages of one subject are for administrators of its organization: to others they do not exist."""

    is_short = True
    published_words: Any = _("C’est publié.")
    """What is said once a version is in force."""
    no_version_words: Any = _("Aucune version\u00a0: c’est tel que dans les données de départ.")
    change_list_template = "portal/publishing/list.html"
    may_restore = False
    """Whether the page of a former version offers to go back to it."""

    @property
    def adapter(self) -> ContentAdapter:
        return adapter_of(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        drafts = self.adapter.version_rows().open().filter(**{self.adapter.versions.SUBJECT: OuterRef("pk")})
        state, returned = Subquery(drafts.values("state")), Subquery(drafts.values("returned_at"))
        return super().get_queryset(request).annotate(draft_state=state, returned_at=returned)

    @admin.display(description=_("brouillon"))
    def draft(self, subject: Any) -> str | Promise:
        """So that the second person sees what waits for them, and its author what came back."""
        if subject.draft_state == Version.State.DRAFT and subject.returned_at:
            return _("renvoyé")
        words = {Version.State.DRAFT: _("en cours"), Version.State.SUBMITTED: _("à approuver")}
        return words.get(subject.draft_state, "")

    # -- pages

    def ledger_pages(self) -> list[Added]:
        """Copies, files, publishing, the history. («history» is the name of Django’s own page, which shows nothing.)"""
        pages: list[tuple[str, str, View]] = [
            ("dupliquer", "duplicate", transport_views.duplicate),
            ("exporter", "export", transport_views.export),
            ("versions/<int:number>/exporter", "export_version", transport_views.export),
            ("publier", "publish", decisions.publish),
            ("versions", "ledger", views.history),
            ("versions/<int:number>", "version", views.version),
        ]
        if self.adapter.can_wait:
            pages.append(("versions/<int:number>/reprendre", "take_back", views.take_back))
        if self.may_restore:
            pages.append(("versions/<int:number>/revenir", "restore", views.restore))
        bring, schema = (partial(self.of_section, view) for view in (transport_views.bring, transport_views.schema))
        return [
            *self.pages_of_subject(pages),
            Added("importer/", bring, "import", right="add"),
            Added("schema/", schema, "schema", right="add"),
        ]

    def pages_of_subject(self, pages: list[tuple[str, str, View]]) -> list[Added]:
        """(Where, name, view) of pages of one subject."""
        return [
            Added(f"<uuid:pk>/{where}/", partial(self.of_subject, view), name, right="change")
            for where, name, view in pages
        ]

    def administered(self, request: HttpRequest) -> frozenset[UUID]:
        """Organizations for which this account writes."""
        return visibility_of(request.user).organizations_where(self.adapter.permission)

    def writable(self, request: HttpRequest) -> QuerySet:
        """Subjects that this account writes."""
        return self.model._default_manager.filter(organization__in=self.administered(request))

    def of_section(self, view: View, request: HttpRequest, **more: Any) -> HttpResponse:
        if not self.administered(request):
            raise PermissionDenied
        return view(self, request, **more)

    def of_subject(self, view: View, request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        subject = self.writable(request).select_related("organization").filter(pk=pk).first()
        if subject is None:
            raise Http404
        return view(self, request, subject, **more)

    # -- publishing

    def publish_form(self, data: Mapping[str, Any] | None) -> forms.Form:
        """What is asked of who publishes."""
        return PublishForm(data) if self.adapter.can_wait else forms.Form(data)

    def about_publishing(self, request: HttpRequest, subject: Any, content: Any, *, approves: bool) -> dict[str, Any]:
        """What its template shows beside the difference: `errors` (who may not publish sees no button), `needs_two`."""
        remarks = list(self.adapter.remarks(subject, content))
        return {
            "errors": [remark for remark in remarks if remark.is_error],
            "advices": [remark for remark in remarks if not remark.is_error],
            "needs_two": self.adapter.needs_two(subject, content),
        }

    def publish(self, version: Version, form: forms.Form, by: User) -> str:
        """Publish, as the form says; return what is said then."""
        given = {name: form.cleaned_data[name] for name in ("effective_on", "note") if name in form.cleaned_data}
        return self.said_of(releases.publish(version=version, by=by, **given))

    def said_of(self, version: Version) -> str:
        if version.state == Version.State.SCHEDULED and version.effective_on:
            day = day_words(version.effective_on)
            return _("C’est publié\u00a0: en vigueur le %(day)s, sans autre geste.") % {"day": day}
        return str(self.published_words)
