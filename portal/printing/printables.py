"""What is printed in batches: each noun's app registers its adapter when it starts.

An adapter holds what is the noun's own: which rows wait and in which order, how a sheet is typeset, what is emptied,
the verbs of its journal and its words. A printable is named by the label of its app.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, Min, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from portal.people.models import User
    from portal.printing.models import PrintBatch


Row = TypeVar("Row", bound=Model)
"""What is printed."""
Batch = TypeVar("Batch", bound="PrintBatch")


class Verbs(NamedTuple):
    """What the journal calls each step. `posted` is empty for what nobody says is posted."""

    made: str
    downloaded: str
    printed: str
    posted: str = ""


class PrintWords:
    """What the pages of a printable say; what the journal says of its verbs is in its `apps.py`."""

    nothing: str | Promise = _("Aucune lettre n’attend\u00a0: rien à préparer pour l’instant.")
    """Answer to «Préparer un lot» when nothing waits."""
    empty_title: str | Promise = _("Aucune lettre n’attend")
    empty_text: str | Promise
    prepare_label: str | Promise = _("Préparer un lot")
    order: str | Promise = _("Un lot en réunit %(largest)d au plus, les plus anciennes d’abord.")
    """Which ones a batch takes first, with `%(largest)d`."""
    list_title: str | Promise
    """Above the whole list, under the queue."""
    download: str | Promise
    """What the file holds, and what is to be done with it."""
    fold: str | Promise = _(
        "Papier lettre, taille réelle (100\u00a0%). Pliez aux deux marques de la marge; l’adresse paraît dans la "
        "fenêtre d’une enveloppe no 10."
    )
    before_printed: str | Promise = _(
        "Seulement quand toutes les pages sont bonnes\u00a0: le lot ne pourra plus être téléchargé."
    )
    """Why not to say too soon that it is printed."""
    printed_label: str | Promise = _("C’est imprimé")
    reread: str | Promise = ""
    """Of a queue whose rows may leave it when a batch is prepared."""
    gone_url: str = ""
    """The list of what left the queue; empty where nothing does."""
    left_it: str | Promise = ""
    """Why rows leave a batch before it is printed; empty where none does."""
    emptied: str | Promise = ""
    """Of a batch that was printed and holds nothing any more."""

    def waiting(self, count: int) -> str:
        """Say how many wait."""
        return ngettext("%d lettre attend.", "%d lettres attendent.", count) % count

    def gone(self, count: int) -> str:
        """Say that so many left the queue unprinted, before the reasons."""
        words = ngettext(
            "%d lettre a quitté la file sans être imprimée\u00a0:",
            "%d lettres ont quitté la file sans être imprimées\u00a0:",
            count,
        )
        return words % count

    def waits_on(self, count: int) -> str:
        """Say that so many stay in the queue, before the reasons."""
        words = ngettext(
            "%d lettre reste dans la file pour l’instant\u00a0:",
            "%d lettres restent dans la file pour l’instant\u00a0:",
            count,
        )
        return words % count

    def printed(self, count: int) -> str:
        """Answer to «C’est imprimé», of a batch of so many."""
        raise NotImplementedError


class Printable(Generic[Row, Batch]):
    """The adapter of a noun."""

    batch_model: ClassVar[type["PrintBatch"]]
    """Its class of batches, a proxy of `PrintBatch`."""
    relation: ClassVar[str]
    """From a batch to its rows."""
    state_in_batch: ClassVar[str]
    """State of a row from the moment it is in a batch until it is printed."""
    waits_since: ClassVar[str]
    """Column of the instant since which a row waits."""
    verbs: ClassVar[Verbs]
    words: ClassVar[PrintWords]
    file_name: ClassVar[str]
    """Of the PDF, before the number of the batch."""
    largest = 100
    """Rows in a batch. The PDF is made in memory: about 150 MB at that size (measured: 1.4 MB a letter)."""
    is_emptied = False
    """Whether what is personal leaves the rows when they are printed: the file is then made no more."""
    is_by_organization = False
    """Whether a batch may hold the rows of one organization only."""

    @property
    def key(self) -> str:
        return self.batch_model._meta.app_label

    def waiting(self) -> QuerySet:
        """Return the rows that wait, the most pressing first."""
        raise NotImplementedError

    def passed_over(self, rows: Sequence[Row]) -> Mapping[Any, str]:
        """Return why a row is not printed now, by its key. It leaves the queue here, or waits on (`waits_on`)."""
        return {}

    def waits_on(self, why: str) -> bool:
        """Whether a row passed over for that reason stays in the queue."""
        return True

    def reason_in_words(self, why: str) -> str:
        """Say why a row was passed over, after a colon."""
        return why

    def arranged(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows of a batch in the order of their sheets."""
        return list(rows)

    def changes_in_batch(self, row: Row) -> Mapping[str, Any]:
        """Return the columns that change, besides its batch and its place, when a row gets into a batch."""
        return {"state": self.state_in_batch}

    def left_in(self, batch: Batch) -> QuerySet:
        """Return the rows that can be typeset, in the order of their sheets."""
        rows = getattr(batch, self.relation).order_by("place")
        return rows.filter(state=self.state_in_batch) if self.is_emptied else rows

    @staticmethod
    def pdf_of(rows: Sequence[Any], at: dt.datetime, /) -> bytes:
        """Make the sheets as one file, dated as the batch is: made again, it says the same."""
        raise NotImplementedError

    def note_download(self, batch: Batch, by: "User") -> None:
        """Write what the journal keeps of each row, beside the line of the batch."""

    def changes_when_printed(self) -> Mapping[str, Any]:
        """Return the columns that change, besides the state, when rows are printed: what was personal is emptied."""
        return {}

    def note_posted(self, batch: Batch) -> None:
        """Move the rows on. Only for what has a verb for it."""
        raise NotImplementedError

    def under_way(self) -> QuerySet:
        """Return the batches with something left to do, each with its `count`."""
        batches = self.batch_model.objects.all()
        if self.is_emptied:
            batches = batches.made().filter(**{f"{self.relation}__state": self.state_in_batch})
        else:
            batches = batches.exclude(state="posted" if self.verbs.posted else "printed")
        return self.with_counts(batches).order_by("number")

    def with_counts(self, batches: QuerySet) -> QuerySet:
        """With `count`, its rows; and `left`, those that can be typeset."""
        in_it = Q(**{f"{self.relation}__state": self.state_in_batch}) if self.is_emptied else None
        return batches.annotate(count=Count(self.relation), left=Count(self.relation, filter=in_it))

    def queue(self) -> dict[str, Any]:
        """Return what the page of the queue shows of what waits, besides its count: since when."""
        return self.waiting().order_by().aggregate(oldest=Min(self.waits_since))

    def urgency_of(self, batch: Batch) -> str:
        """Say until when a batch is to be posted; empty when nothing presses."""
        return ""


_registered: dict[str, Printable] = {}


def register(printable: Printable) -> None:
    _registered[printable.key] = printable


def named(key: str) -> Printable:
    return _registered[key]


def narrowed(rows: QuerySet, organization_id: UUID | None) -> QuerySet:
    """Return the rows of one organization; all of them for None."""
    return rows.filter(organization=organization_id) if organization_id else rows
