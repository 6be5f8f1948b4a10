"""Which team is to read a reply: that of the message it answers, else one that has a dossier of the person."""

from uuid import UUID

from portal.notices.models import Notice
from portal.organizations.models import Team
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deadlines.routing import dossier_teams
from reminders.deliveries.models import Delivery
from reminders.fallback.work import teams_to_ask
from reminders.kinds.texts import title_of
from reminders.reminders.models import Reminder


def last_text_to(citizen: Citizen) -> Delivery | None:
    """The text message that somebody who writes back has in front of them."""
    left = Delivery.objects.filter(recipient=citizen, channel="sms", attempted_at__isnull=False)
    return left.order_by("-attempted_at", "-attempt", "pk").first()


def team_to_read(citizen: Citizen, delivery: Delivery | None) -> Team | None:
    """A team that may open what the message spoke of, and so the person's matter; None when there is none."""
    if delivery is not None:
        teams = teams_to_ask(_deadlines(delivery))
        if teams:
            return next(iter(teams.values()))
        notices = Notice.objects.filter(pk__in=delivery.notice_ids, team__isnull=False).select_related("team")
        if notice := notices.order_by("-created_at", "pk").first():
            return notice.team
    serving = [team for teams in dossier_teams({citizen.pk}).values() for team in teams]
    return Team.objects.filter(pk=serving[0]).first() if serving else None


def matters_of(delivery: Delivery | None, team: Team | None) -> list[str]:
    """What the answered message spoke of, for the team that reads the answer: not what is the person's alone, nor of
    another organization."""
    if delivery is None or team is None:
        return []
    theirs = [one for one in _deadlines(delivery) if one.kind.organization_id == team.organization_id]
    return list(dict.fromkeys(title_of(one.kind) for one in theirs if not one.is_private))


def _deadlines(delivery: Delivery) -> list[Deadline]:
    ids: list[UUID] = list(Reminder.objects.filter(pk__in=delivery.reminder_ids).values_list("deadline_id", flat=True))
    read = Deadline.objects.filter(pk__in=ids).select_related("kind__organization", "citizen")
    return list(read.order_by("due_on", "pk"))
