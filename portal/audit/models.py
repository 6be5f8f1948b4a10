"""`AuditEvent`: one action, told once, never changed."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.audit.querysets import OF_THE_OPERATION, AuditEventQuerySet, AuditTampering
from portal.audit.sentences import sentence_of
from portal.foundation.retention import OWNER, Keep


class AuditEvent(models.Model):
    """Who did what to what, when. Ids and codes only: never a name, an address or content.

    No foreign key, so that a row outlives what it tells. The web role has INSERT and SELECT only (`access.grants`).
    Access Act (chapter A-2.1) s. 63.1: a public body must be able to say who had access.
    """

    class Role(models.TextChoices):
        SYSTEM = "system", _("le portail")
        STAFF = "staff", _("membre d’un organisme")
        CITIZEN = "citizen", _("citoyenne ou citoyen")
        ACCOUNT = "account", _("compte")

    at = models.DateTimeField(_("quand"), default=clock.now, db_index=True)
    verb = models.CharField(_("geste"), max_length=60)
    by_id = models.UUIDField(_("compte"), null=True)
    by_role = models.CharField(_("par"), max_length=20, blank=True, choices=Role)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    citizen_id = models.UUIDField(null=True)
    organization_id = models.UUIDField(null=True)
    refused = models.BooleanField(_("refusé"), default=False)
    detail = models.JSONField(default=dict)

    account: models.Model | None
    """Whose line it is, once the section of the journal read it."""
    opens: str
    """The page of what it is about, for who opens the line and may see it."""

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement du journal")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["citizen_id", "-at", "-id"], name="audit_citizen"),
            models.Index(fields=["organization_id", "-id"], name="audit_organization"),
            models.Index(fields=["-id"], condition=OF_THE_OPERATION, name="audit_operation"),
        ]

    class Privacy:
        personal = {"by_id": "clear", "citizen_id": "clear", "subject_id": "clear", "detail": "clear"}
        retention = [
            Keep(
                years=7, after="at", by=OWNER, because="to be confirmed by each organization’s calendar; never changed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditTampering("a row of the journal is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditTampering("a row of the journal is never deleted")

    @property
    def sentence(self) -> str:
        """The action in plain words («a ouvert la conversation»)."""
        is_noted = self.citizen_id is not None and self.by_role == self.Role.STAFF
        return sentence_of(self.verb, self.subject_type, is_noted=is_noted)
