"""What a subject says: in force, or in its draft."""

from typing import Any

from portal.publishing.adapters import Subject, adapter_of


def content_in_force(subject: Subject) -> Any:
    return adapter_of(type(subject)).in_force(subject)


def content_to_edit(subject: Subject) -> Any:
    """The draft’s content, or what is in force as the beginning of one."""
    return adapter_of(type(subject)).to_edit(subject, subject.versions.open().first())
