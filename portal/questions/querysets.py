"""Selections of frequent questions."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.publishing.querysets import VersionQuerySet

if TYPE_CHECKING:
    from portal.access.visibility import Account
    from portal.questions.models import Question


class QuestionQuerySet(models.QuerySet):
    def published(self) -> "QuestionQuerySet":
        """What the public reads."""
        return self.filter(published_at__isnull=False, retired_at=None)

    def asked_elsewhere(self, question: "Question", words: str) -> "QuestionQuerySet":
        """Other questions of its organization in the same words."""
        return self.filter(organization_id=question.organization_id, question_fr=words).exclude(pk=question.pk)

    def visible_to(self, user: "Account") -> "QuestionQuerySet":
        """In gestion: administrators see their organizations' own; operators, those of the portal."""
        visibility = visibility_of(user)
        mine = Q(organization_id__in=visibility.organizations_where(Permission.WRITE_ANSWERS))
        return (
            self.filter(mine | Q(organization=None))
            if visibility.may_everywhere(Permission.WRITE_ANSWERS)
            else self.filter(mine)
        )


class QuestionVersionQuerySet(VersionQuerySet):
    def visible_to(self, user: "Account") -> "QuestionVersionQuerySet":
        questions: Any = self.model._meta.get_field("question").related_model
        return self.filter(question__in=questions.objects.visible_to(user))
