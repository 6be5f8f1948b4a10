"""Notices: kind, person, subject by type and id only. No content: what leaves the portal says nothing of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.consents.models import Purpose
from portal.foundation.retention import Keep
from portal.notices.querysets import NoticeQuerySet
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen


class Notice(models.Model):
    class Kind(models.TextChoices):
        MESSAGE = "message", _("nouveau message")
        DOCUMENT = "document", _("nouveau document")
        FINDING = "finding", _("nouvelle piste")
        REQUEST = "request", _("pièce demandée")
        TEST_MESSAGE = "test_message", _("essai")
        CHOICES = "choices", _("choix faits par un représentant")
        DEATH = "death", _("décès noté")
        DEATH_UNDONE = "death_undone", _("décès retiré")
        DATE_REMOVED = "date_removed", _("date retirée")
        NUMBER_LINKED = "number_linked", _("numéro de client relié")
        NUMBER_UNLINKED = "number_unlinked", _("numéro de client retiré")
        MANDATE_GIVEN = "mandate_given", _("mandat donné")
        MANDATE_CHANGED = "mandate_changed", _("mandat changé")
        MANDATE_DECLINED = "mandate_declined", _("demande d’agir déclinée")
        MANDATE_ENDING = "mandate_ending", _("fin prochaine d’un mandat")
        MANDATE_OVER = "mandate_over", _("dernier jour d’un mandat")
        MANDATE_ENDED = "mandate_ended", _("mandat auquel quelqu’un a mis fin")
        CHILD_SOON_14 = "child_soon_14", _("enfant qui aura bientôt 14 ans")
        CHILD_IS_14 = "child_is_14", _("enfant de 14 ans")
        HELPED_REMINDED = "helped_reminded", _("rappel d’une personne aidée")
        PERSONAL = "personal", _("rappel que la personne s’est fait")
        DOSSIER = "dossier", _("du nouveau dans un dossier")
        DECISION = "decision", _("décision rendue")
        DOSSIER_LATE = "dossier_late", _("réponse en retard de l’organisme")

    PURPOSES = {
        Kind.MESSAGE: Purpose.FILE_NEWS,
        Kind.DOCUMENT: Purpose.RECEIVE_DOCUMENT,
        Kind.FINDING: Purpose.LEARN,
        Kind.REQUEST: Purpose.SEND_DOCUMENT,
        Kind.TEST_MESSAGE: Purpose.REMINDERS,
        Kind.CHOICES: Purpose.FILE_NEWS,
        Kind.DEATH: Purpose.FILE_NEWS,
        Kind.DEATH_UNDONE: Purpose.FILE_NEWS,
        Kind.DATE_REMOVED: Purpose.FILE_NEWS,
        Kind.NUMBER_LINKED: Purpose.FILE_NEWS,
        Kind.NUMBER_UNLINKED: Purpose.FILE_NEWS,
        Kind.MANDATE_GIVEN: Purpose.FILE_NEWS,
        Kind.MANDATE_CHANGED: Purpose.FILE_NEWS,
        Kind.MANDATE_DECLINED: Purpose.FILE_NEWS,
        Kind.MANDATE_ENDING: Purpose.FILE_NEWS,
        Kind.MANDATE_OVER: Purpose.FILE_NEWS,
        Kind.MANDATE_ENDED: Purpose.FILE_NEWS,
        Kind.CHILD_SOON_14: Purpose.FILE_NEWS,
        Kind.CHILD_IS_14: Purpose.FILE_NEWS,
        Kind.HELPED_REMINDED: Purpose.REMINDERS,
        Kind.PERSONAL: Purpose.REMINDERS,
        Kind.DOSSIER: Purpose.FOLLOW,
        Kind.DECISION: Purpose.FOLLOW,
        Kind.DOSSIER_LATE: Purpose.FOLLOW,
    }
    """The consent that each kind needs to go outside the portal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("nature"), max_length=16, choices=Kind.choices)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="notices")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The team whose matter it is, as its subject says; None for what only the portal tells.
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False, editable=False
    )
    # "app_label.model" and key, without a foreign key: portal knows nobody above it.
    subject_type = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    created_at = models.DateTimeField(default=now, editable=False)
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(handled_at=None), name="notice_unhandled"),
            # Those of what was just opened, which are read with it.
            models.Index(fields=["subject_id"], name="notice_subject"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "subject_id": "clear"}
        retention = [Keep(years=2, after="handled_at", because="proof that the person was told")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def purpose(self) -> Purpose:
        return self.PURPOSES[self.Kind(self.kind)]
