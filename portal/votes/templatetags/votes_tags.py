"""`{% useful kind question %}`: asks whether a page or a reminder was useful."""

from typing import Any

from django import template
from django.db import models

from portal.votes.ballots import Ballot

register = template.Library()


@register.inclusion_tag("portal/votes/_ask.html", takes_context=True)
def useful(context: dict[str, Any], subject: models.Model, question: str) -> dict[str, Any]:
    """`subject` has a title in words and perhaps an organization; a step of a ladder is its kind's."""
    owner = getattr(subject, "organization_id", None)
    ballot = Ballot(subject._meta.label_lower, str(subject.pk), str(subject)[:200], str(owner or ""))
    return {"ballot": ballot, "question": question, "csrf_token": context.get("csrf_token", "")}
