"""Where the pages of a subject are in «gestion», and how one is drawn."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from portal.publishing.adapters import Subject


def revision_of(request: HttpRequest) -> int:
    """The draft’s revision that the page showed; −1, which is never right, when it says something else."""
    typed = request.POST.get("revision", "0")
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else -1


def address(name: str, subject: Subject, **more: Any) -> str:
    options = subject._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", kwargs={"pk": subject.pk, **more})


def page_of_all(subject: Subject) -> str:
    """The list that the subject is in, or was."""
    return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_changelist")


def page(section: Any, request: HttpRequest, name: str, **values: Any) -> HttpResponse:
    """Draw one of the section’s own pages, from its folder of templates; `status`: of the answer."""
    return draw(section, request, f"{folder(section)}/{name}.html", **values)


def draw(section: Any, request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    """Draw any template; one that is the same for every noun extends `frame`, the section’s own."""
    status = values.pop("status", 200)
    # `draft_done`: what the tab kept of the page that was sent; this page holds it, or it is saved.
    done = request.POST.get("draft", "")[:200] or request.session.pop("draft_done", "")
    always = {"subject": None, "draft_done": done, "is_subject_page": False, "frame": f"{folder(section)}/_page.html"}
    if values.get("subject") is not None:  # read only where a template shows it
        always["coming"] = values["subject"].versions.coming().order_by("effective_on")
    context = {**section.admin_site.each_context(request), "opts": section.opts, **always, **values}
    return TemplateResponse(request, template, context, status=status)


def folder(section: Any) -> str:
    return f"admin/{section.opts.app_label}/{section.opts.model_name}"
