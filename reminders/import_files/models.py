"""`ImportFile`, a file and how far it has come; `ImportProblem`, one cell to correct."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.client_numbers.writing import shape_words
from portal.clock import now
from portal.foundation.crypto.sealing import seal_bytes, unseal_bytes
from portal.foundation.retention import Empty, Keep, KeepWith
from portal.organizations.models import Organization
from reminders.import_files.querysets import ImportFileQuerySet, ImportProblemQuerySet

LINES_SHOWN = 30


class ImportFile(models.Model):
    """Checked first, without effect; then received by batches, each whole. `position` is the last row done: a worker
    that dies is followed by one that goes on from there."""

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
    name = models.CharField(_("fichier"), max_length=150)
    # Client numbers are in it: sealed, and emptied once it is received or given up.
    content = models.BinaryField(null=True, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.CHECKING)
    refusal = models.CharField(_("ce qui empêche de le lire"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("lignes traitées"), default=0)
    rows = models.PositiveIntegerField(_("lignes"), default=0)
    bad_rows = models.PositiveIntegerField(_("lignes à corriger"), default=0)
    # Lines shown as refused before receiving: what was shown as refused is not received, whatever has changed since.
    bad_lines = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    # Lines that give a known reference another client number: a deadline would go from one person to another.
    renumbering = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    may_renumber = models.BooleanField(_("les changements de numéro sont voulus"), default=False, editable=False)
    renumbered = models.PositiveIntegerField(_("numéros de client changés"), default=0)
    # [shape of client numbers, rows, first lines], the most frequent first: «d8» is eight digits.
    shapes = models.JSONField(default=list, editable=False)
    created = models.PositiveIntegerField(_("échéances nouvelles"), default=0)
    changed = models.PositiveIntegerField(_("échéances modifiées"), default=0)
    bad_since = models.PositiveIntegerField(
        _("bonnes à l’essai, refusées à la réception"),
        default=0,
        help_text=_("Ce type d’échéance, la date ou le numéro ne convenait plus au moment de recevoir."),
    )
    unmatched = models.PositiveIntegerField(_("sans personne reliée"), default=0)
    tries = models.PositiveSmallIntegerField(_("lectures interrompues"), default=0, editable=False)
    given_at = models.DateTimeField(_("déposé le"), default=now, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("déposé par")
    )
    settled_at = models.DateTimeField(_("terminé le"), null=True, editable=False)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier d’échéances")
        verbose_name_plural = _("fichiers d’échéances")
        ordering = ["-given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=False, given_by__isnull=False), name="import_file_given_at_by"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "refused", "dropped"], content=None, settled_at__isnull=False)
                | Q(state__in=["checking", "checked", "receiving"], content__isnull=False, settled_at=None),
                name="import_file_emptied_at_its_end",
            ),
        ]
        indexes = [models.Index(fields=["given_at"], condition=Q(settled_at=None), name="import_file_waiting")]

    class Privacy:
        personal = {"name": "clear", "content": "sealed", "given_by": "clear"}
        retention = [
            Empty(
                fields=("content",),
                until="when received, refused or given up",
                by="reminders.import_files.actions.receive_file",
            ),
            Keep(years=2, after="settled_at", because="its counts"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def good_rows(self) -> int:
        return self.rows - self.bad_rows

    @property
    def shapes_shown(self) -> list[dict[str, Any]]:
        """Each form of client number, in words, with its rows and its first lines."""
        return [{"words": shape_words(shape), "rows": rows, "lines": lines} for shape, rows, lines in self.shapes]

    @property
    def renumbering_shown(self) -> str:
        """The first of the lines that change a known reference's client number."""
        lines = ", ".join(map(str, self.renumbering[:LINES_SHOWN]))
        return f"{lines}…" if len(self.renumbering) > LINES_SHOWN else lines

    @property
    def percent(self) -> int:
        return 100 * self.position // self.rows if self.rows else 0

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.RECEIVING}

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
