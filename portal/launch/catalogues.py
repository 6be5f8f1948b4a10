"""Compiles the catalogues (`.po` to `.mo`) with Babel: a bare Python has no gettext tools. Run apart, once set up."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from portal.launch.places import ROOT


def compile_all(root: Path = ROOT) -> int:
    """Compiles every catalogue under `locale/`; a reader never sees half a file. Returns how many."""
    sources = sorted(root.glob("locale/*/LC_MESSAGES/*.po"))
    for source in sources:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        partial = source.with_suffix(".mo.new")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(source.with_suffix(".mo"))
    return len(sources)


if __name__ == "__main__":
    compile_all()
