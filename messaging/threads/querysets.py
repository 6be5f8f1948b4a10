"""Selections of threads and messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from portal.access.visibility import Visibility, visibility_of
from portal.documents.models import Document
from portal.foundation.relations import rows_pointing_at
from portal.work_items.models import WorkItem
from portal.work_items.subjects import About

if TYPE_CHECKING:
    from portal.people.models import User


def _opened_by(visibility: Visibility, path: str = "") -> Q:
    """Conversations of the citizen's side; `path` leads to the conversation."""
    seen = visibility.matters(citizen=f"{path}citizen", organization=f"{path}organization", dossier=f"{path}dossier")
    return seen & Q(**{f"{path}dossier__taken_away_at": None})


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ThreadQuerySet":
        """Citizens see their own and those of whom they represent; agents those of their teams."""
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility) | Q(team_id__in=visibility.team_ids))

    def held_by(self, user: "User") -> "ThreadQuerySet":
        """The citizen's side only: somebody may be a citizen and an agent, and is one at a time."""
        return self.filter(_opened_by(visibility_of(user)))

    def handled_by(self, user: "User") -> "ThreadQuerySet":
        """The team's side only."""
        return self.filter(team_id__in=visibility_of(user).team_ids)

    def with_names(self) -> "ThreadQuerySet":
        return self.select_related("citizen", "organization", "team", "dossier", "ended_by")

    def with_due(self, *, reply: str, answer: str) -> "ThreadQuerySet":
        """`reply_due_at`, `answer_due_at`: until when the person, and the team, are expected to write, or None.

        `reply`, `answer`: the kinds of their work items."""
        items = WorkItem.objects.open().filter(subject_type="threads.thread", subject_id=OuterRef("pk"))
        due = items.order_by("due_at").values("due_at")
        return self.annotate(
            reply_due_at=Subquery(due.filter(kind=reply)[:1]), answer_due_at=Subquery(due.filter(kind=answer)[:1])
        )

    def newest_first(self) -> "ThreadQuerySet":
        return self.order_by("-last_message_at", "-id")

    def titles(self, ids: set[UUID]) -> dict[UUID, About]:
        """What queues show of these conversations: subject and person."""
        threads: Iterable[Any] = self.filter(pk__in=ids).select_related("citizen").order_by("pk")
        return {thread.pk: About(thread.subject, str(thread.citizen)) for thread in threads}

    def with_unread(self, user: "User") -> "ThreadQuerySet":
        """`unread`: how many of the team's messages this account has not read, whoever else read them."""
        messages = rows_pointing_at(self.model, "messages")
        waiting = messages.unread_by(user).filter(thread=OuterRef("pk")).order_by().values("thread")
        counted = Subquery(waiting.annotate(count=Count("pk")).values("count"))
        return self.annotate(unread=Coalesce(counted, 0))


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "MessageQuerySet":
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility, "thread__") | Q(thread__team_id__in=visibility.team_ids))

    def sent_with(self, *, by: "User", key: UUID) -> "MessageQuerySet":
        """The message that this very form already sent."""
        return self.filter(by=by, key=key)

    def unread(self) -> "MessageQuerySet":
        """Those that nobody of the other side has read."""
        return self.filter(read_at=None)

    def held_by(self, user: "User") -> "MessageQuerySet":
        """Those of the conversations that the account holds as a citizen, or for somebody."""
        return self.filter(_opened_by(visibility_of(user), "thread__"))

    def unread_by(self, user: "User") -> "MessageQuerySet":
        """Messages of the team that this account has not read; its own are the citizen's."""
        readings = rows_pointing_at(self.model, "readings")
        return self.filter(~Exists(readings.filter(message=OuterRef("pk"), user=user)), author_kind="agent")

    def with_details(self) -> "MessageQuerySet":
        """Author, documents and readers, at a fixed cost whatever the number of messages."""
        documents = Document.objects.order_by("received_at", "pk")
        readings = rows_pointing_at(self.model, "readings").select_related("user")
        return self.select_related("by", "read_by").prefetch_related(
            Prefetch("documents", queryset=documents),
            Prefetch("readings", queryset=readings.order_by("read_at", "pk")),
        )


class TeamChangeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "TeamChangeQuerySet":
        """Those of the conversations that one sees."""
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility, "thread__") | Q(thread__team_id__in=visibility.team_ids))

    def with_names(self) -> "TeamChangeQuerySet":
        return self.select_related("from_team__organization", "to_team__organization", "by")
