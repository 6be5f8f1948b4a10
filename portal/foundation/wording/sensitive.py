"""What must not be read on the screen of a telephone that lies on a table: identifiers, amounts, touchy subjects."""

import re
import unicodedata

_SPACE = r"[  \-]?"

IDENTIFIERS: dict[str, re.Pattern[str]] = {
    "nam": re.compile(rf"\b[A-Z]{{4}}{_SPACE}\d{{4}}{_SPACE}\d{{4}}\b"),
    "nas": re.compile(rf"(?<!\d)\d{{3}}{_SPACE}\d{{3}}{_SPACE}\d{{3}}(?!\d)"),
    "file": re.compile(
        r"\b(?:dossier|référence|facture|constat|permis|compte|contrat|file|account|reference|invoice|permit)"
        r"(?:\s+(?:no|n°|nº|num[ée]ro|number))?\.?\s*[:#]?\s*[A-Z]{0,4}-?\d{3,}"
        r"|#\s?\d{3,}|(?<![\d.,])\d{6,}(?!\d)|\b[A-Z]\d{4}-\d{6}-\d{2}\b",
        re.IGNORECASE,
    ),
    "address": re.compile(r"\b[A-Z]\d[A-Z][  ]?\d[A-Z]\d\b"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "name": re.compile(r"\b(?:M\.|Mme|Monsieur|Madame|Mr\.?|Mrs\.?|Ms\.?)\s+[A-ZÀ-Ý]\w+"),
}
_CARD = re.compile(r"(?<!\d)(?:\d[  \-]?){12,18}\d(?!\d)")
_AMOUNT = re.compile(r"\d[\d  ]*(?:[.,]\d+)?\s?(?:\$|CAD\b|dollars?\b|¢)|(?:\$|CAD\s?)\d+(?:[.,]\d+)?", re.IGNORECASE)
_SECRET = re.compile(
    r"\b(?:mot de passe|NIP|numero de carte|code de securite|cliquez|password|PIN|card number|click)\b", re.IGNORECASE
)

# Beginnings of words, without accents; a theme is told in the remark.
_THEMES = {
    "health": r"sante|medic\w*|hopit\w*|cliniques?|docteurs?|ordonnances?|vaccin\w*|depistages?|cancers?|grossesses?|"
    r"enceintes?|handicap\w*|invalid\w*|maladies?|diagnos\w*|psych\w*|therap\w*|chirurg\w*|dentaires?|soins|"
    r"vih|sida|depress\w*|alcool\w*|toxico\w*|avortements?|suicid\w*|autis\w*|autism|demence|alzheimer|diabet\w*|"
    r"oncolog\w*|tumeurs?|chimio\w*|radiotherap\w*|dialyses?|bipolaires?|schizo\w*|hiv|aids|cancers?|dementia|"
    r"addict\w*|abortions?|tumou?rs?|"
    r"health|hospital\w*|clinics?|doctors?|prescriptions?|screening|pregnan\w*|disab\w*|illness|diseases?|surger\w*|dental",
    "justice": r"tribun\w*|cour|amendes?|infractions?|jugements?|juges?|proces|avocate?s?|polic\w*|condamn\w*|crim\w*|"
    r"contraventions?|huissiers?|saisies?|victimes?|prisons?|probation|court|fines?|offences?|judg\w*|lawyers?|victims?|"
    r"seizures?",
    "family": r"divorc\w*|gardes?|alimentaires?|enfants?|conjointe?s?|deces|naissances?|adopti\w*|mariages?|veufs?|"
    r"veuves?|orphelin\w*|custody|child\w*|spous\w*|deaths?|births?|marriage|widow\w*",
    "income": r"revenus?|salaires?|impots?|chomage|assurance-emploi|aide sociale|dettes?|faillites?|pensions?|rentes?|"
    r"allocations?|prestations?|supplements?|soldes?|incomes?|salar\w*|tax\w*|welfare|unemploy\w*|debts?|bankrupt\w*|"
    r"benefits?|allowances?",
    "status": r"immigra\w*|refugie\w*|asile|residence permanente|residente?s? permanente?s?|visas?|sans-papiers|"
    r"expuls\w*|deport\w*|demandeurs? d'asile|citoyennete|refugees?|asylum|permanent residen\w*|undocumented|"
    r"citizenship",
}
THEMES = {theme: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for theme, words in _THEMES.items()}


def identifiers(text: str) -> list[tuple[str, str]]:
    """(kind of identifier, as written) of each one found; the most precise name of a same number first."""
    found = [("card", match[0]) for match in _CARD.finditer(text) if _luhn(match[0])]
    for code, pattern in IDENTIFIERS.items():
        found += [(code, match[0]) for match in pattern.finditer(text) if not _within(match[0], found)]
    return found


def amounts(text: str) -> list[str]:
    return [match[0].strip() for match in _AMOUNT.finditer(text)]


def touchy(text: str) -> list[tuple[str, str]]:
    """(theme, word as it was typed) of each touchy word, once."""
    flat, places = "", []
    for place, sign in enumerate(text):
        folded = fold(sign)
        flat += folded
        places += [place] * len(folded)
    found = [
        (theme, text[places[match.start()] : places[match.end() - 1] + 1])
        for theme, words in THEMES.items()
        for match in words.finditer(flat)
    ]
    return list(dict.fromkeys(found))


GRAVE = frozenset({"health", "justice", "status"})
"""Themes that never leave in any style, unless an organization says why and a second person approves."""


def grave(text: str) -> list[tuple[str, str]]:
    return [(theme, word) for theme, word in touchy(text) if theme in GRAVE]


def secrets_asked(text: str) -> list[str]:
    """Words by which swindlers are known: a code, a card, a click."""
    return [match[0] for match in _SECRET.finditer(fold(text, lower=False))]


def fold(text: str, *, lower: bool = True) -> str:
    """Without accents or signs that nobody sees, typographic apostrophes and disguised letters made plain."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return plain.lower() if lower else plain


def _within(text: str, found: list[tuple[str, str]]) -> bool:
    return any(text in other for _, other in found)


def _luhn(text: str) -> bool:
    """ISO/IEC 7812-1, annex B: true of every payment card."""
    digits = [int(sign) for sign in text if sign.isdigit()][::-1]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
