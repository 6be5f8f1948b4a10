"""«de» before a name: «d’Amélie», «de Bruno». Pure."""

from portal.foundation.words.folding import fold

# Usual given names whose h is mute, among those met here; before any other h, «de» is never a fault.
_MUTE_H = tuple("helen heloise henri herve hermine hilaire hippolyte honor horace hortense hubert".split())
_VOWELS = "aeiou"


def of(name: str) -> str:
    """Return the name with its «de».

    >>> of("Émile"), of("Yves"), of("Yasmine"), of("Hélène"), of("Hassan")
    ('d’Émile', 'd’Yves', 'de Yasmine', 'd’Hélène', 'de Hassan')
    """
    return f"d’{name}" if _is_elided(fold(name)) else f"de {name}"


def _is_elided(name: str) -> bool:
    """`y` is a vowel before a consonant («d’Yvonne»), a consonant before a vowel («de Youssef»)."""
    if name[:1] == "y":
        return name[1:2] not in _VOWELS and bool(name[1:2])
    return name[:1] in _VOWELS and bool(name) or name.startswith(_MUTE_H)
