"""How a program is called while nobody outside its organization has read it."""

from django.dispatch import Signal

from portal.foundation.words.addresses import code_following
from programs.program_versions.content import Content
from programs.programs.models import Program

FOLLOWING = ("code", "name_fr", "name_en", "theme", "search_text")

code_changed = Signal()
"""Sent in the transaction that gives a program another code, with `before` and `after`: rows name programs by code."""


def follow_draft(program: Program, content: Content) -> None:
    """Save on the row what lists and headings show of its draft, and the code that the name makes.

    Once published, a program keeps its code, and the rest until the next publication. The code of a program of the
    reference data identifies it in a file, and stays."""
    if program.is_published:
        return
    before = program.code
    if not program.source_digest:
        others = Program.objects.exclude(pk=program.pk)
        program.code = code_following(
            others, before, before=program.name_fr, after=content["name_fr"], otherwise="programme"
        )
    program.name_fr, program.name_en, program.theme = content["name_fr"], content["name_en"], content["theme"]
    program.save(update_fields=FOLLOWING)
    if program.code != before:
        code_changed.send(Program, before=before, after=program.code)
