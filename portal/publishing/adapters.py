"""`ContentAdapter`: all that the ledger must know of a noun.

The app of the noun makes a subclass, and registers it when it starts."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.db import models
from pydantic import BaseModel

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.foundation.formats.differences import Change
from portal.publishing.querysets import VersionQuerySet

if TYPE_CHECKING:
    from portal.organizations.models import Organization
    from portal.people.models import User
    from portal.publishing.models import Version


Subject = Any
"""A row of a noun: its `versions` are its ledger, its `organization` is whose it is, and it `is_published` or not."""


class Remarked(Protocol):
    """Something said of a content before it is published: an error refuses it, advice does not."""

    @property
    def is_error(self) -> bool: ...


@dataclass(frozen=True)
class Release:
    """When and by whom a subject was published before it had versions; `columns`: more of its first version."""

    at: dt.datetime
    by: "User | None"
    columns: Mapping[str, Any] = field(default_factory=dict)


class ContentAdapter:
    """The content of a noun is whatever its own modules handle; the ledger keeps it as JSON."""

    versions: ClassVar[type["Version"]]
    verb: ClassVar[str]
    """The noun of its verbs in the journal: `program.drafted`, `program.published`…"""
    permission: ClassVar[Permission]
    """Asked of the subject's organization for whatever is written."""
    title: ClassVar[str]
    """The column that names a subject."""
    code: ClassVar[str] = ""
    """What begins the code of a subject whose title has no letter to keep; "": subjects have no code."""
    schema: ClassVar[type[BaseModel]]
    """What a file holds of a content; `schema_version` changes when a file of before is no longer read."""
    schema_version: ClassVar[int] = 1
    can_wait: ClassVar[bool] = False
    """Whether a version may be published from a later day on."""

    @property
    def subjects(self) -> type[models.Model]:
        target = self.versions._meta.get_field(self.versions.SUBJECT).related_model
        assert isinstance(target, type)  # a foreign key of a model that is loaded
        return target

    def version_rows(self) -> VersionQuerySet:
        """Every version of the noun, with the selections of the ledger."""
        rows = self.versions._default_manager.all()
        assert isinstance(rows, VersionQuerySet)  # each ledger is made with it
        return rows

    def require(self, by: "User", organization_id: Any) -> None:
        """Raise PermissionDenied unless the account writes for that organization."""
        require(by, self.permission, organization_id=organization_id)

    # -- the content

    def read(self, kept: Any) -> Any:
        """The content of what a version keeps."""
        return kept

    def kept(self, content: Any) -> Any:
        """What a version keeps of a content, as JSON."""
        return content

    def in_force(self, subject: Any) -> Any:
        """What the rows say today."""
        raise NotImplementedError

    def to_edit(self, subject: Any, draft: "Version | None") -> Any:
        """The draft’s content, or what is in force as the beginning of one."""
        return draft.written if draft else self.in_force(subject)

    def written_over(self, before: Any, content: Any) -> Any:
        """What a draft says once `content` is written over `before`."""
        return content

    def compare(self, before: Any, after: Any) -> Sequence[Change]:
        """The difference in words, in the order of the editor."""
        raise NotImplementedError

    def in_words(self, content: Any) -> Sequence[Change]:
        """All that a content says, in the order of the editor: what it adds to nothing."""
        return [change for change in self.compare(self.nothing(), content) if change.after]

    def nothing(self) -> Any:
        """A content that says nothing."""
        return {}

    def title_of(self, content: Any) -> str:
        raise NotImplementedError

    @property
    def longest_title(self) -> int:
        return getattr(self.subjects._meta.get_field(self.title), "max_length", None) or 200

    # -- files and copies

    def to_file(self, content: Any) -> Any:
        """What a file says of a content, as `schema` has it."""
        return self.kept(content)

    def from_file(self, read: Any, organization: "Organization | None", subject: Any) -> Any:
        """The content of what was read as `schema`, for a subject of the organization, or None for a new one. Raises
        BadFile for what only the database tells."""
        raise NotImplementedError

    def anew(self, content: Any, title: str = "") -> Any:
        """The same content as that of a new subject, called otherwise where a title is given."""
        raise NotImplementedError

    def first_columns(self, content: Any) -> dict[str, Any]:
        """What a new row says before anything is published."""
        raise NotImplementedError

    # -- the rules

    def remarks(self, subject: Any, content: Any) -> Iterable[Remarked]:
        """What is said of a content before it is published."""
        return ()

    def needs_two(self, subject: Any, content: Any) -> bool:
        """Whether one person asks and another approves."""
        return False

    # -- the rows

    def released_before(self, subject: Any) -> Release | None:
        """When a subject was published, if it was: asked of one without versions, to keep what it said."""
        return None

    def is_unread(self, subject: Any) -> bool:
        """Whether nobody ever read it, and nothing is to make it public."""
        if subject.is_published or self.released_before(subject) is not None:
            return False
        return not subject.versions.filter(published_at__isnull=False).exists()

    def erase(self, subject: Any) -> None:
        """Remove a subject that nobody read, with all that was written of it. The journal keeps that it was."""
        subject.versions.all().delete()
        subject.delete()

    def follow_draft(self, subject: Any, content: Any) -> None:
        """Save on the row of a subject that nobody has read yet what lists and headings show of its draft."""

    def put_in_force(self, version: Any, by: "User | None", at: dt.datetime) -> Any:
        """Write the content on the subject's rows; return it as the version keeps it."""
        raise NotImplementedError

    def announce(self, subject: Any, at: dt.datetime) -> None:
        """Tell what stands on the rows, once the version is in force: the search, what is planned."""


class ColumnsAdapter(ContentAdapter):
    """For a noun whose content is some of its columns, all of which JSON can hold."""

    columns: ClassVar[tuple[str, ...]]
    """In the order of the editor, which is also that of the differences."""

    def in_force(self, subject: Any) -> dict[str, Any]:
        return {name: getattr(subject, name) for name in self.columns}

    def to_edit(self, subject: Any, draft: "Version | None") -> dict[str, Any]:
        """A column newer than the draft has today’s value."""
        return self.in_force(subject) | (draft.content if draft else {})

    def written_over(self, before: dict[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
        return before | {name: value for name, value in content.items() if name in self.columns}

    def title_of(self, content: Mapping[str, Any]) -> str:
        return content[self.title]

    def from_file(self, read: BaseModel, organization: "Organization | None", subject: Any) -> dict[str, Any]:
        """A column that the file leaves out stays as it is."""
        return read.model_dump(exclude_unset=True)

    def anew(self, content: Mapping[str, Any], title: str = "") -> dict[str, Any]:
        """A column that the content leaves out has its usual value."""
        columns = self.written_over({}, content) | ({self.title: title} if title else {})
        return self.in_force(self.subjects(**columns))

    def first_columns(self, content: dict[str, Any]) -> dict[str, Any]:
        return content

    def put_on(self, subject: Any, content: Mapping[str, Any]) -> None:
        """Write the columns on the row, unsaved."""
        for name in self.columns:
            if name in content:
                setattr(subject, name, content[name])


_adapters: dict[type[models.Model], ContentAdapter] = {}


def register(adapter: ContentAdapter) -> None:
    """Called by the `apps` of a noun: the ledger finds it by its versions and by its subjects."""
    _adapters[adapter.versions] = _adapters[adapter.subjects] = adapter


def adapter_of(model: type[models.Model]) -> Any:
    """The adapter of a model of versions, or of what they are versions of."""
    return _adapters[model]


def adapters() -> list[ContentAdapter]:
    return list(dict.fromkeys(_adapters.values()))
