"""`ImportFile`, a file and how far it has come; `ImportProblem`, one cell to correct."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.crypto.sealing import seal_bytes, unseal_bytes
from portal.foundation.retention import Empty, Keep, KeepWith
from portal.imports.adapters import Importable, named
from portal.imports.querysets import ImportFileManager, ImportProblemQuerySet
from portal.organizations.models import Organization
from portal.people.models import User

LINES_SHOWN = 30


class ImportFile(models.Model):
    """Checked first, without effect; then received by batches, each whole. `position` is the last row done: a worker
    that dies is followed by one that goes on from there.

    Each noun has its own class, a proxy of this one, and its section of gestion."""

    class State(models.TextChoices):
        CHECKING = "checking", _("vérification en cours")
        CHECKED = "checked", _("vérifié, rien n’est encore reçu")
        RECEIVING = "receiving", _("réception en cours")
        RECEIVED = "received", _("reçu")
        REFUSED = "refused", _("illisible")
        DROPPED = "dropped", _("abandonné")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    # Label of the noun's class of files (`adapters.py`).
    noun = models.CharField(max_length=60, editable=False)
    name = models.CharField(_("fichier"), max_length=150)
    # What is personal is in it: sealed, and emptied once it is received or given up.
    content = models.BinaryField(null=True, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.CHECKING)
    refusal = models.CharField(_("ce qui empêche de le lire"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("lignes traitées"), default=0)
    rows = models.PositiveIntegerField(_("lignes"), default=0)
    bad_rows = models.PositiveIntegerField(_("lignes à corriger"), default=0)
    # Lines shown as refused before receiving: what was shown as refused is not received, whatever has changed since.
    bad_lines = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    # Lines that are received only if somebody says so (`Judge.to_confirm`).
    to_confirm = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    is_confirmed = models.BooleanField(_("les lignes à confirmer sont voulues"), default=False, editable=False)
    # Tally → [what is counted, rows, first lines], the most frequent first.
    tallies = models.JSONField(default=dict, editable=False)
    # Result → how many rows, in the noun's own names (`Importable.results`).
    counts = models.JSONField(_("résultats"), default=dict, editable=False)
    bad_since = models.PositiveIntegerField(
        _("bonnes à l’essai, refusées à la réception"),
        default=0,
        help_text=_("Elles ne convenaient plus au moment de recevoir."),
    )
    tries = models.PositiveSmallIntegerField(_("lectures interrompues"), default=0, editable=False)
    given_at = models.DateTimeField(_("déposé le"), default=now, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("déposé par")
    )
    accepted_at = models.DateTimeField(_("accepté le"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("accepté par"),
    )
    settled_at = models.DateTimeField(_("terminé le"), null=True, editable=False)

    objects = ImportFileManager()

    class Meta:
        verbose_name = _("fichier importé")
        verbose_name_plural = _("fichiers importés")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=False, given_by__isnull=False), name="import_file_given_at_by"
            ),
            together("accepted_at", "accepted_by", name="import_file_accepted_at_by"),
            models.CheckConstraint(
                condition=Q(state__in=["receiving", "received"], accepted_at__isnull=False)
                | Q(state__in=["checking", "checked", "refused", "dropped"], accepted_at=None),
                name="import_file_accepted_before_received",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "refused", "dropped"], content=None, settled_at__isnull=False)
                | Q(state__in=["checking", "checked", "receiving"], content__isnull=False, settled_at=None),
                name="import_file_emptied_at_its_end",
            ),
        ]
        indexes = [
            models.Index(fields=["given_at"], condition=Q(settled_at=None), name="import_file_waiting"),
            models.Index(fields=["noun", "organization", "-given_at", "-id"], name="import_file_of_organization"),
        ]

    class Privacy:
        personal = {"name": "clear", "content": "sealed", "given_by": "clear", "accepted_by": "clear"}
        retention = [
            Empty(
                fields=("content",),
                until="when received, refused or given up",
                by="portal.imports.actions.receive_file",
            ),
            Keep(years=2, after="settled_at", because="its counts"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def good_rows(self) -> int:
        return self.rows - self.bad_rows

    @property
    def importable(self) -> Importable[Any]:
        return named(self.noun)

    @property
    def author(self) -> User:
        """Who does what its reception does: whoever said to receive it, once somebody has."""
        return self.accepted_by or self.given_by

    @property
    def results(self) -> list[tuple[Any, int]]:
        """Each result in words, and how many rows."""
        return [(words, self.counts.get(name, 0)) for name, words in self.importable.results.items()]

    @property
    def lines_to_confirm(self) -> str:
        """The first of the lines that are to be confirmed."""
        lines = ", ".join(map(str, self.to_confirm[:LINES_SHOWN]))
        return f"{lines}…" if len(self.to_confirm) > LINES_SHOWN else lines

    @property
    def percent(self) -> int:
        return 100 * self.position // self.rows if self.rows else 0

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.RECEIVING}

    # The name under which it is sealed is that of the table where it was first kept: it stays.
    def seal(self, content: bytes) -> None:
        self.content = seal_bytes(content, context=f"import_files_importfile.content:{self.pk}")

    def open(self) -> bytes:
        assert self.content is not None  # not emptied yet
        return unseal_bytes(bytes(self.content), context=f"import_files_importfile.content:{self.pk}")


class ImportProblem(models.Model):
    """Where and what to do; never the value itself."""

    import_file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="problems")
    line = models.PositiveIntegerField(_("ligne"))
    column = models.CharField(_("colonne"), max_length=40)
    words = models.CharField(_("à corriger"), max_length=200)

    objects = ImportProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("case à corriger")
        verbose_name_plural = _("cases à corriger")
        ordering = ["import_file", "line", "pk"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("import_file")]

    def __str__(self) -> str:
        return f"{self.line} {self.column}"
