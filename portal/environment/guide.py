"""Writes `.env.example` and the guide's table of settings from the one list.

`python -m portal.environment.guide` writes both; a test compares them with the list.
"""

import textwrap
from pathlib import Path

from portal.environment.declared import SECTIONS, Needed, Setting, ValueKind

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE, GUIDE = ROOT / ".env.example", ROOT / "docs" / "production.md"
BEGIN, END = "<!-- settings: made by portal/environment/guide.py -->", "<!-- /settings -->"
WIDTH = 120
INTRODUCTION = """\
# Settings of a server, by environment variable. Copy, fill, and load them in each process (systemd: EnvironmentFile).
# Nothing here is needed by `manage.py demo` or `manage.py test`, which make their own.
# Made from portal/environment/declared.py by `python -m portal.environment.guide`.
"""


def example() -> str:
    """Return the content of `.env.example`."""
    lines = [INTRODUCTION]
    for title, settings in SECTIONS.items():
        lines.append(f"# {title} ".ljust(WIDTH, "-"))
        for setting in settings:
            lines += [*textwrap.wrap(setting.about, WIDTH - 2, initial_indent="# ", subsequent_indent="# ")]
            lines.append(_line(setting, commented=title == list(SECTIONS)[-1]))
        lines.append("")
    return "\n".join(lines)


def table() -> str:
    """Return the guide's table."""
    lines = ["| setting | needed | value | what for |", "|---|---|---|---|"]
    for settings in SECTIONS.values():
        for setting in settings:
            value = setting.kind.value + (f"; {setting.default} when empty" if setting.default else "")
            lines.append(f"| `{setting.name}` | {_needed(setting)} | {value} | {setting.about} |")
    return "\n".join(lines)


def guide(text: str) -> str:
    """Return `text` with the table between its two marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _line(setting: Setting, *, commented: bool) -> str:
    value = setting.example or setting.default or ("1" if commented and setting.kind is ValueKind.FLAG else "")
    return f"{'# ' if commented else ''}{setting.name}={value}"


def _needed(setting: Setting) -> str:
    return {Needed.ALWAYS: "always", Needed.ON_A_SERVER: "on a server", Needed.NO: ""}[setting.needed]


if __name__ == "__main__":
    EXAMPLE.write_text(example(), encoding="utf-8")
    GUIDE.write_text(guide(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
