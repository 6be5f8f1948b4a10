"""Words for figures and conditions, in French. A figure never goes without its year and its confidence."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.criteria.wording import measure
from programs.programs.models import CONFIDENCE_WORDS, Program


@dataclass(frozen=True)
class AmountLine:
    """One amount, as shown."""

    label: str
    text: str
    year: str
    confidence: str


@dataclass(frozen=True)
class SourceLine:
    """One source, with what kind of place it is and whether it was read."""

    words: str
    url: str
    note: str

    @property
    def is_address(self) -> bool:
        """Some sources are names, not addresses."""
        return self.url.startswith(("https://", "http://"))


def amount_lines(program: Program) -> list[AmountLine]:
    return [
        AmountLine(
            amount["label_fr"],
            measure(amount["value"], amount["unit"]),
            _("ne change pas d’année en année") if amount["year"] == "constant" else str(amount["year"]),
            str(CONFIDENCE_WORDS[amount["confidence"]]),
        )
        for amount in program.amounts
    ]


def source_lines(program: Program) -> list[SourceLine]:
    kinds = {
        "official": _("Site officiel"),
        "press_release": _("Communiqué"),
        "secondary": _("Autre site"),
        "peer": _("Simulateur public"),
    }
    return [
        SourceLine(
            kinds[source["kind"]] if source["read"] else _("%(kind)s, à vérifier") % {"kind": kinds[source["kind"]]},
            source["url"],
            source.get("note", ""),
        )
        for source in program.sources
    ]
