"""Read a recipe of `docs/adding` and follow it in a copy: files to write, and changes to files that exist."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(python|diff) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: `language` is python (a file) or diff (lines to add after others)."""

    language: str
    path: str
    text: str


def blocks(name: str) -> list[Block]:
    text = (ROOT / "docs" / "adding" / f"{name}.md").read_text(encoding="utf-8")
    return [Block(*match) for match in FENCE.findall(text)]


def follow(name: str, into: Path) -> None:
    """Write the recipe's files under `into`, and there the copies of the project's files that it changes."""
    for block in blocks(name):
        target = into / block.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if block.language == "python":
            target.write_text(block.text, encoding="utf-8")
        else:
            before = (target if target.exists() else ROOT / block.path).read_text(encoding="utf-8")
            target.write_text(_changed(before, block), encoding="utf-8")


def _changed(before: str, block: Block) -> str:
    """Add the lines marked «+» after the others, which must stand there once."""
    lines = block.text.splitlines(keepends=True)
    kept = "".join(line[1:] for line in lines if line.startswith(" "))
    assert before.count(kept) == 1, f"{block.path} has {before.count(kept)} times: {kept}"
    return before.replace(kept, "".join(line[1:] for line in lines))
