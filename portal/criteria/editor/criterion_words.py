"""The sentences that the test of a row makes, in French and in English. Pure, but for the vocabulary's words."""

from portal.criteria.editor.rows import CriterionRow, criteria_of
from portal.criteria.english import sentence_in_english
from portal.criteria.nodes import BadCriteria, Group, Leaf, read_tree
from portal.criteria.wording import Words, leaf_detail


def words_of_test(row: CriterionRow, definitions: Words) -> dict[str, str]:
    leaf = _leaf_of(row)
    if leaf is None:
        return {}
    sentences = {"label_fr": leaf_detail(leaf, definitions), "label_en": sentence_in_english(leaf, definitions)}
    return {name: text[:300] for name, text in sentences.items()}


def without_words_of_its_test(row: CriterionRow, definitions: Words) -> CriterionRow:
    """Words that only repeat the test are written anew each time, so that they follow it when it changes."""
    if row.is_group:
        return row
    words = words_of_test(row, definitions)
    return CriterionRow(**vars(row) | {name: "" for name, text in words.items() if getattr(row, name) == text})


def _leaf_of(row: CriterionRow) -> Leaf | None:
    try:
        node = read_tree(criteria_of([CriterionRow(**vars(row) | {"level": 0})]))
    except (BadCriteria, TypeError):
        return None
    part = node.parts[0] if isinstance(node, Group) else node
    return part if isinstance(part, Leaf) else None
