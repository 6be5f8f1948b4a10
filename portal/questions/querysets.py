"""Selections of frequent questions."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class QuestionQuerySet(models.QuerySet):
    def published(self) -> "QuestionQuerySet":
        return self.filter(retired_at=None)

    def visible_to(self, user: "Account") -> "QuestionQuerySet":
        """In gestion: administrators see their organizations' own; operators, those of the portal."""
        visibility = visibility_of(user)
        mine = Q(organization_id__in=visibility.organizations_where(Permission.WRITE_ANSWERS))
        return (
            self.filter(mine | Q(organization=None))
            if visibility.may_everywhere(Permission.WRITE_ANSWERS)
            else self.filter(mine)
        )
