"""One row of the conditions: a fact, what is asked of it, and the sentence that it makes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.criteria.editor.criterion_words import without_words_of_its_test, words_of_test
from portal.criteria.editor.lists import DEEPEST, Raw, RowForm
from portal.criteria.editor.rows import FACT, GROUPS, CriterionRow
from portal.criteria.editor.values import field_of, typed
from portal.criteria.wording import Worded, Words
from portal.foundation.form_fields import choice

GROUP_WORDS = {
    "all": _("toutes ces conditions"),
    "any": _("au moins une de ces conditions"),
    "not": _("pas ceci"),
}
OPERATORS = {
    "eq": _("est"),
    "ne": _("n’est pas"),
    "in": _("est une de ces réponses"),
    "contains": _("comprend"),
    "gte": _("au moins"),
    "gt": _("plus de"),
    "lte": _("au plus"),
    "lt": _("moins de"),
    "exists_yes": _("est arrivé"),
    "exists_no": _("n’est pas arrivé"),
    "eq_null": _("n’est pas arrivé (fait vide)"),
    "ne_null": _("est arrivé (fait non vide)"),
}
_NO_VALUE = {
    "exists_yes": ("exists", True),
    "exists_no": ("exists", False),
    "eq_null": ("eq", None),
    "ne_null": ("ne", None),
}
_BEFORE_VALUE = ["here", "level", "kind", "fact", "op"]
_WORDS = ["is_lenient", "label_fr", "label_en"]
_COMPARED = ["gte", "gt", "lte", "lt", "eq", "ne"]
_OFFERED: dict[str, list[str]] = {
    "bool": ["eq"],
    "choice": ["eq", "ne", "in"],
    "multi": ["contains"],
    "list": [],
    # A date only happened or did not: ages and months since are facts of their own.
    "date": [],
    **dict.fromkeys(("int", "number"), _COMPARED),
}


class CriterionForm(RowForm):
    """`value` and the columns of the table depend on the fact that was chosen."""

    level = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=DEEPEST, required=False)
    kind = forms.ChoiceField(label=_("Groupe"), choices=[(FACT, _("condition")), *GROUP_WORDS.items()])
    fact = forms.ChoiceField(
        label=_("Fait"), required=False, error_messages={"required": _("Choisissez un fait dans la liste.")}
    )
    op = forms.ChoiceField(
        label=_("Ce qui est demandé"),
        required=False,
        error_messages={"required": _("Choisissez ce qui est demandé, par exemple « au moins ».")},
    )
    key = forms.ChoiceField(label=_("La même valeur pour tous?"), required=False)
    is_lenient = forms.BooleanField(
        label=_("Si ce n’est pas rempli\u00a0: à vérifier par l’organisme, et non «\u00a0pas en ce moment\u00a0»"),
        required=False,
    )
    label_fr = forms.CharField(
        label=_("Comment le dire"),
        max_length=300,
        required=False,
        help_text=_("Vide\u00a0: la phrase au-dessus."),
    )
    label_en = forms.CharField(label=_("Comment le dire, en anglais"), max_length=300, required=False)

    def __init__(self, data: Any, *, definitions: Words, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.definitions = definitions
        self.definition = definitions.get(self._typed("fact"))
        self.table = definitions.get(self._typed("key"))
        if self.is_group:
            self._be_group()
        else:
            self._be_condition()

    def _typed(self, name: str) -> str:
        return self.data.get(f"{self.prefix}-{name}", "")

    @property
    def is_group(self) -> bool:
        return self._typed("kind") in GROUPS

    @property
    def shown_level(self) -> int:
        typed = self._typed("level")
        return min(int(typed), DEEPEST) if typed.isdigit() and len(typed) < 3 else 0

    def _be_group(self) -> None:
        for name in ("fact", "op", "key", "is_lenient"):
            del self.fields[name]
        choice(self, "kind").choices = list(GROUP_WORDS.items())
        self.fields["label_fr"].help_text = ""

    def _be_condition(self) -> None:
        self.fields["kind"].widget = forms.HiddenInput()
        facts = [(code, row.short_label) for code, row in self.definitions.items()]
        choice(self, "fact").choices = [("", _("Choisissez un fait")), *facts]
        keys = [(code, row.short_label) for code, row in self.definitions.items() if row.type == "choice"]
        by_fact = [(code, _("non, selon « %s »") % words) for code, words in keys]
        choice(self, "key").choices = [("", _("oui, la même pour tous")), *by_fact]
        self.fields["fact"].required = self.fields["op"].required = True
        if self.definition:
            choice(self, "op").choices = [
                ("", "—"),
                *((code, OPERATORS[code]) for code in self._offered(self.definition)),
            ]
            self._put_values(self.definition)

    def _offered(self, row: Worded) -> list[str]:
        codes = list(_OFFERED[row.type])
        if row.is_nullable or row.type == "list":
            codes += ["exists_yes", "exists_no"]
        chosen = self._typed("op")
        return codes if chosen in codes or chosen not in OPERATORS else [*codes, chosen]

    def _put_values(self, row: Worded) -> None:
        op = self._typed("op")
        if op in _NO_VALUE or not op:
            del self.fields["key"]
        elif self.table:
            for choice in self.table.choices:
                field = self.fields[f"table_{choice['id']}"] = field_of(row, required=False)
                field.label = choice["fr"]
        else:
            self.fields["value"] = field_of(row, several=op == "in")
            self.order_fields([*_BEFORE_VALUE, "value"])
            if row.type not in {"int", "number"}:
                del self.fields["key"]

    @property
    def op_is_chosen(self) -> bool:
        return bool(self._typed("op"))

    @property
    def test_fields(self) -> list[forms.BoundField]:
        """What is asked; the table, when there is one, is drawn apart."""
        return [one for one in self.visible_fields() if one.name not in _WORDS and one not in self.table_fields]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _WORDS if name in self.fields]

    @property
    def table_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("table_")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "value" in self.fields and said.get("value") in (None, "") and "value" not in self.errors:
            self.add_error("value", _("Écrivez une valeur."))
        if self.table_fields and not any(said.get(one.name) not in (None, "") for one in self.table_fields):
            self.add_error(self.table_fields[0].name, _("Écrivez la valeur de chaque situation."))
        return said

    @classmethod
    def raw_of(cls, held: tuple[CriterionRow, Words]) -> Raw:
        row, definitions = held
        row = without_words_of_its_test(row, definitions)
        raw: Raw = {"here": ["1"], "level": [str(row.level)], "kind": [row.kind]}
        raw |= {"label_fr": [row.label_fr], "label_en": [row.label_en]}
        if row.is_group:
            return raw
        definition = definitions.get(row.fact)
        pair = (row.op, row.value)
        bare = next((code for code, same in _NO_VALUE.items() if not row.key and _same(same, pair)), "")
        raw |= {"fact": [row.fact], "op": [bare or row.op], "key": [row.key]}
        raw |= {f"table_{code}": typed(definition, value) for code, value in row.table.items()}
        if row.is_lenient:
            raw["is_lenient"] = ["on"]
        return raw if bare or row.key else raw | {"value": typed(definition, row.value)}

    def written(self) -> CriterionRow:
        """The row; a condition without words takes those of its test."""
        said = self.cleaned_data
        level, kind = said.get("level") or 0, said.get("kind") or FACT
        words = {"label_fr": said.get("label_fr", ""), "label_en": said.get("label_en", "")}
        if self.is_group:
            return CriterionRow(level, kind, **words)
        op, value = _NO_VALUE.get(said["op"], (said["op"], said.get("value")))
        table = {one.name[6:]: said[one.name] for one in self.table_fields if said.get(one.name) not in (None, "")}
        row = CriterionRow(
            level, FACT, said["fact"], op, value, said.get("key", ""), table, said["is_lenient"], **words
        )
        return self._worded(row)

    def _worded(self, row: CriterionRow) -> CriterionRow:
        words = words_of_test(row, self.definitions)
        return CriterionRow(**vars(row) | {name: getattr(row, name) or text for name, text in words.items()})

    @property
    def sentence(self) -> str:
        """The exact test in words, while it can be read."""
        return self._sentences().get("label_fr", "")

    @property
    def sentence_en(self) -> str:
        return self._sentences().get("label_en", "")

    def _sentences(self) -> dict[str, str]:
        return {} if self.is_group or not self.is_readable else words_of_test(self.written(), self.definitions)


def _same(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    """1 is not True here."""
    return one[0] == other[0] and one[1] is other[1]
