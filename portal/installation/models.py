"""`Installation`: the one row that says which database this is, with which keys and which folder it goes."""

import uuid

from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.foundation.crypto.canary import Canary
from portal.foundation.retention import KeepForever


class InstallationQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "InstallationQuerySet":
        """A matter of the portal's operation."""
        return self if visibility_of(user).may_everywhere(Permission.OPERATE_PORTAL) else self.none()


class Installation(models.Model):
    """Made by the first `migrate`. Times are the real clock's: restores and disks know no other."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.UUIDField(default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("faite le"))
    field_canary = models.BinaryField()
    file_canary = models.BinaryField()
    index_canary = models.CharField(max_length=64)

    # A demonstration has known passwords: its database never serves people, nor a real one a demonstration.
    is_demonstration = models.BooleanField(_("démonstration"), default=False)
    folder_marked_at = models.DateTimeField(_("dossier marqué le"), null=True)
    # What a restore changes (`restores`): how these tables were made, and the number of cleanings of the folder.
    birthmark = models.CharField(max_length=60)
    cleanings = models.PositiveBigIntegerField(default=0)
    restored_at = models.DateTimeField(_("restauration remarquée le"), null=True)

    cleaned_at = models.DateTimeField(_("dernier nettoyage"), null=True)
    # More orphans than a cleaning may set aside by itself: it stopped, and an operator decides.
    orphans_found = models.PositiveIntegerField(_("fichiers sans document"), default=0)
    orphans_allowed = models.PositiveIntegerField(default=0)

    objects = InstallationQuerySet.as_manager()

    class Meta:
        verbose_name = _("clés et dossier des documents")
        verbose_name_plural = _("Clés et dossier des documents")
        constraints = [models.CheckConstraint(name="installation_is_one", condition=Q(id=1))]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="as long as the database")]

    def __str__(self) -> str:
        return str(_("Clés et dossier des documents"))

    @property
    def canary(self) -> Canary:
        return Canary(bytes(self.field_canary), bytes(self.file_canary), self.index_canary)

    @property
    def canary_context(self) -> str:
        """The place to which the canary is sealed: another database's does not open here."""
        return f"installation_installation.canary:{self.number}"


def has_table(using: str = "default") -> bool:
    """Is the table made? (`migrate` may stop half-way, and a database may be empty.)"""
    with connections[using].cursor() as cursor:
        return Installation._meta.db_table in connections[using].introspection.table_names(cursor)
