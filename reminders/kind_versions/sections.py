"""What the editor's page is made of: its sections, and a field or a step as it is shown."""

from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reminders.kind_versions.rows import StepForm
from reminders.linter.remarks import Remark

SECTIONS: list[tuple[str, Any, list[tuple[str, ...]]]] = [
    (
        "essentiel",
        _("L’essentiel"),
        [("title_fr", "title_en"), ("nature",), ("team",), ("audience_fr", "audience_en")],
    ),
    (
        "date",
        _("La date"),
        [
            ("date_rule",),
            ("ages", "every_years"),
            ("calendar_days",),
            ("event",),
            ("delay", "unit", "side"),
            ("rule_fr", "rule_en"),
        ],
    ),
    ("retard", _("Si la date passe"), [("consequence_fr", "consequence_en")]),
    ("marche", _("La marche à suivre"), [("procedure_fr", "procedure_en"), ("note_fr", "note_en")]),
    ("programmes", _("Les programmes"), [("related_programs",)]),
    (
        "sources",
        _("Les sources"),
        [("official_url", "official_url_read"), ("sources",), ("confidence",)],
    ),
    (
        "envoi",
        _("L’envoi"),
        [
            ("style",),
            ("sensitive_reason",),
            ("channels",),
            ("links",),
            ("post_days",),
            ("is_urgent",),
            ("send_at", "daily_cap"),
        ],
    ),
]
# The parts of the rule of the date that each choice uses: the others are folded away.
RULE_PARTS = {
    "ages": "ages",
    "every_years": "ages",
    "calendar_days": "calendar",
    "event": "event",
    "delay": "event",
    "unit": "event",
    "side": "event",
}


@dataclass(frozen=True)
class Shown:
    """A field and what the linter says of it; `rule` is the choice of date rule that uses it."""

    field: BoundField
    remarks: list[Remark]
    rule: str = ""

    @property
    def described_by(self) -> str:
        """The ids of the field's help, errors and remarks, in the order they are read."""
        return " ".join(filter(None, [self.field.aria_describedby, f"about-{self.field.auto_id}"]))

    @property
    def widget(self) -> SafeString:
        """The field as HTML, tied to what is said of it."""
        return self.field.as_widget(attrs={"aria-describedby": self.described_by})


@dataclass(frozen=True)
class StepShown:
    number: int
    form: StepForm
    words: str
    remarks: list[Remark]
    when: list[Shown]
    texts: list[Shown]
    own: list[tuple[str, list[Shown]]]
    parts: list[tuple[str, int]] = field(default_factory=list)
    """Language and number of SMS as sent."""

    @property
    def has_own(self) -> bool:
        return any(shown.field.value() for _label, pair in self.own for shown in pair)
