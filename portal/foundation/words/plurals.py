"""The French plural, for sentences written in French in the code.

What no catalogue holds gets the English rule from Django: «0 enfants». In French the plural begins at two (Office
québécois de la langue française)."""

from django.utils.translation.trans_real import DjangoTranslation

_BEGINS_AT = 2


def begin_at_two() -> None:
    """Give French pages the singular below two, whether a catalogue holds the sentence or not."""
    DjangoTranslation.ngettext = _ngettext  # type: ignore[method-assign]  # replaced on purpose


_english_rule = DjangoTranslation.ngettext


def _ngettext(self: DjangoTranslation, msgid1: str, msgid2: str, n: int) -> str:
    found = _english_rule(self, msgid1, msgid2, n)
    is_untranslated = found is msgid2 and self.language().startswith("fr")
    return msgid1 if is_untranslated and abs(n) < _BEGINS_AT else found
