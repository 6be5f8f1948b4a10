"""The rows of criteria as they are written, and why what is written cannot be."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from portal.criteria.editor.criterion_form import CriterionForm
from portal.criteria.editor.lists import RowList
from portal.criteria.editor.rows import BadRows, criteria_of, rows_of
from portal.criteria.nodes import BadCriteria, leaves, read_tree
from portal.criteria.wording import Words

Remarks = Callable[[Any], list[str]]


class CriteriaEditor:
    """`data` is a POST, or None to show `criteria`; `remarks`: why a tree is refused. Nothing here writes."""

    def __init__(self, criteria: Any, definitions: Words, data: MultiValueDict | None, remarks: Remarks) -> None:
        held = [(row, definitions) for row in _held(criteria)]
        self.rows = RowList("c", CriterionForm, held, data, definitions=definitions)
        self.remarks, self.problems = remarks, list[str]()
        if self.is_growing:
            self.rows.hush()

    @property
    def is_growing(self) -> bool:
        return bool(self.rows.button)

    def is_valid(self) -> bool:
        """The rows make a tree, and the tree can be true and can be false."""
        if self.is_growing or not self.rows.is_valid():
            return False
        try:
            found = self.criteria
        except BadRows as error:
            self.problems.append(str(error))
            if self.rows.forms:
                self.rows.forms[error.rank].add_error(None, str(error))
            return False
        self.problems += self.remarks(found)
        return not self.problems

    @cached_property
    def criteria(self) -> dict[str, Any]:
        """As written. Raises BadRows."""
        return criteria_of(self.rows.written)

    @property
    def shape(self) -> str:
        return self.rows.shape

    @property
    def faults(self) -> list[tuple[str, BoundField, str]]:
        """(Place, field, error), for the summary."""
        return [(_("Ligne %d") % number, field, error) for number, field, error in self.rows.faults]


def _held(criteria: Any) -> list[Any]:
    """No row when the criteria held are not of the published form: the page says so by being empty."""
    try:
        leaves(read_tree(criteria))
    except BadCriteria:
        return []
    return rows_of(criteria)
