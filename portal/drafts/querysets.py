"""Selections of drafts."""

from django.db import models

from portal.access.visibility import Account, visibility_of


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "DraftQuerySet":
        """One's own, in the place where one is."""
        return self.filter(by_id=user.pk, place_id=visibility_of(user).place)

    def called(self, *beginnings: str) -> "DraftQuerySet":
        """Those of some forms, by the beginning of their names."""
        named = models.Q(pk=None)
        for beginning in beginnings:
            named |= models.Q(form__startswith=beginning)
        return self.filter(named)
