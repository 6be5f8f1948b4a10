"""The box in which files are chosen: one by one on a telephone, taken out before sending, checked before they travel.

`static/portal/files.js` does it; without JavaScript further boxes are offered, and what was received is a list of boxes
to untick.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from portal.documents.limits import FILE_BYTES, FILES_A_DEPOSIT
from portal.documents.names import clean_name
from portal.documents.refusals import sentence_of

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,application/pdf,image/jpeg,image/png,image/heic"
FURTHER = 4
"""Boxes offered without JavaScript beside the first one."""


@dataclass(frozen=True)
class RefusedBefore:
    """A file refused at an earlier try of the form, which nobody agreed to do without."""

    name: str


class FilesInput(forms.FileInput):
    """`kept`: what was received already (`pending`), with `pk`, `name` and `size`; `refused`: names of what
    was not; `is_optional`: the form may go without it. The field fills all three."""

    allow_multiple_selected = True
    template_name = "components/files.html"

    def __init__(
        self,
        *,
        most: int = FILES_A_DEPOSIT,
        accept: str = ACCEPT,
        limit: int = FILE_BYTES,
        sentences: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs={"accept": accept} | ({"multiple": True} if most > 1 else {}))
        self.most, self.limit = most, limit
        self.kept: list[Any] = []
        self.refused: list[str] = []
        self.is_optional = True
        self.sentences = sentences or {}

    def __deepcopy__(self, memo: dict) -> "FilesInput":
        copied = super().__deepcopy__(memo)
        copied.kept, copied.refused = [], []
        return copied

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Uploads, then the keys of those received before, then those refused before."""
        known = [*_all(files, name), *_all(data, self.kept_name(name))]
        names = [] if _all(data, f"{name}-without") else _all(data, f"{name}-refused")
        return [*known, *(RefusedBefore(clean_name(str(one))) for one in names[: self.most])]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and self.kept_name(name) not in data

    def kept_name(self, name: str) -> str:
        return f"{name}-kept"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        codes = ("too_large", "empty", "wrong_type", "too_many")
        context["widget"] |= {
            "kept": self.kept,
            "kept_name": self.kept_name(name),
            "refused": self.refused,
            "is_optional": self.is_optional,
            "most": self.most,
            "limit": self.limit,
            "further": range(2, 2 + FURTHER) if self.most > 1 else (),
            "sentences": {code: self.sentences.get(code) or sentence_of(code) for code in codes},
        }
        return context


class OneFileInput(FilesInput):
    """For a form that reads its file at once, such as an import: one upload, of which nothing is kept."""

    def __init__(self, *, accept: str, limit: int, wrong_type: Any, too_large: Any) -> None:
        sentences = {"wrong_type": wrong_type, "too_large": too_large}
        super().__init__(most=1, accept=accept, limit=limit, sentences=sentences)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


def _all(values: Any, name: str) -> Sequence[Any]:
    if hasattr(values, "getlist"):
        return values.getlist(name)
    found = (values or {}).get(name)
    if isinstance(found, (list, tuple)):
        return found
    return [found] if found else []
