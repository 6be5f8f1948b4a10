"""What the pages that review say."""

from django.utils.translation import gettext as _


def in_force_stays(sentence: str, *, is_published: bool) -> str:
    """The sentence, then that what is in force does not change: only where something is in force."""
    return f"{sentence} {_('Ce qui est en vigueur ne change pas.')}" if is_published else sentence
