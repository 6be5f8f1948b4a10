"""What the page of an address says of the questions that were put to it."""

import datetime as dt
from typing import Any

from django import template
from django.db.models import Count, Q

from portal.clock import now
from portal.webhooks.models import Subscription
from reminders.still_due.models import QUESTION, DueCheck

register = template.Library()
SINCE, SHOWN = dt.timedelta(days=7), 50


@register.simple_tag
def questions_put_to(subscription: Subscription) -> dict[str, Any] | None:
    """Return how many were put in the last week, what they changed, and the latest without an answer; None when this
    address is not asked."""
    if QUESTION not in subscription.events:
        return None
    lately = DueCheck.objects.filter(subscription=subscription, asked_at__gt=now() - SINCE)
    closed, answered = [DueCheck.Answer.DONE, DueCheck.Answer.CANCELLED], DueCheck.ANSWERED
    counts = lately.aggregate(
        all=Count("pk"),
        closed=Count("pk", filter=Q(answer__in=closed)),
        unanswered=Count("pk", filter=~Q(answer__in=answered)),
    )
    return counts | {"rows": lately.unanswered()[:SHOWN]}
