"""Texts made comparable: a search that forgives accents, capitals, apostrophes and plurals. Pure."""

from portal.foundation.words.folding import plain


def stems(query: str) -> list[str]:
    """The words of a query, cut of their plural so that « enfants » finds « enfant » and the reverse."""
    return [word.rstrip("sx") if len(word) > 3 else word for word in plain(query).split()]
