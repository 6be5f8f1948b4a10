"""What a PDF does by itself, or carries besides its pages.

Refused: what starts a program or leaves the file without a click, and what keeps its content elsewhere. Taken out, and
said: scripts, files attached, players, buttons that lead outside. Kept: destinations, links to a public address.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream
from refused import DEPTH, Refused

RUNS = frozenset({"/Launch", "/ImportData"})
LEAVES = frozenset({"/GoToE", "/GoToR", "/SubmitForm"})
PLAYS = frozenset({"/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"})
STAYS = frozenset({"/GoTo", "/GoToDp", "/Named", "/Hide", "/SetOCGState", "/Trans", "/ResetForm", "/Thread"})
PLAYERS = frozenset({"/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"})
PUBLIC = ("http", "https", "mailto", "tel")
CHAIN = 100
_MAPS = (Dictionary, Stream)
_HOLDERS = (Array, Dictionary, Stream)
_WATCHED = frozenset({"/AA", "/EF", "/F", "/OpenAction", "/Ref", "/S", "/Subtype"})
"""Without any of these keys, a dictionary does nothing and brings nothing."""


def held_by(thing: Object, depth: int = 0) -> Iterator[Dictionary | Stream | Array]:
    """Yield each dictionary, stream and array that this object holds directly, itself first.

    What is held by reference is in the list of objects: it is looked at in its turn.
    """
    if isinstance(thing, _MAPS):
        yield thing
        held = thing.values()
    elif isinstance(thing, Array):
        yield thing
        held = thing
    else:
        return
    if depth > DEPTH:
        raise Refused("too_complex")
    for value in list(held):
        if isinstance(value, _HOLDERS) and not value.is_indirect:
            yield from held_by(value, depth + 1)


def judge(pdf: Pdf) -> bool:
    """Return whether something is to be taken out. Raises Refused for what no copy can mend."""
    if "/Collection" in pdf.Root:
        raise Refused("portfolio")
    if pdf.Root.get("/NeedsRendering") is True:
        raise Refused("dynamic_form")
    found = bool(_trees_of(pdf.Root))
    for root in pdf.objects:
        for thing in held_by(root):
            if isinstance(thing, Array) or _WATCHED.isdisjoint(thing.keys()):
                continue
            _judge_one(thing)
            found = found or bool(_why_out(thing))
    return found


def _judge_one(thing: Dictionary | Stream) -> None:
    kept_outside = isinstance(thing, Stream) and isinstance(thing.get("/F"), (pikepdf.String, Dictionary))
    shown_from_outside = isinstance(thing, Stream) and isinstance(thing.get("/Ref"), Dictionary)
    if kept_outside or shown_from_outside or _kind(thing) in RUNS:
        raise Refused("active_content")
    triggers = thing.get("/AA")
    started = list(triggers.values()) if isinstance(triggers, Dictionary) else []
    for action in [*started, thing.get("/OpenAction")]:
        for step in _chain(action):
            leaves = _kind(step) == "/Thread" and "/F" in step
            if leaves or _kind(step) not in STAYS | PLAYS | {"/JavaScript"}:
                raise Refused("active_content")


def _chain(action: Object | None) -> Iterator[Dictionary | Stream]:
    """Yield an action and those that follow it. A destination (array, name, string) is no action."""
    waiting, count = [action], 0
    while waiting:
        step = waiting.pop()
        if isinstance(step, Array) and count:
            waiting += list(step)
        if not isinstance(step, _MAPS):
            continue
        count += 1
        if count > CHAIN:
            raise Refused("too_complex")
        if "/D" in step and "/S" not in step:
            continue  # a destination written as a dictionary
        yield step
        waiting.append(step.get("/Next"))


def take_out(pdf: Pdf) -> set[str]:
    """Take out of the document what is active, and return what it was: codes of `rebuilding`."""
    found = set()
    for holder, key, code in _trees_of(pdf.Root):
        del holder[key]
        found.add(code)
    for root in pdf.objects:
        for thing in held_by(root):
            found |= _take_out_of_array(thing) if isinstance(thing, Array) else _take_out_of_keys(thing)
    return found


def _trees_of(root: Object) -> list[tuple[Dictionary, str, str]]:
    """(holder, key, code) of what goes as a whole: an item taken out of these trees would leave its name alone."""
    places: list[tuple[Object | None, str, str]] = [
        (root.get("/Names"), "/JavaScript", "scripts"),
        (root.get("/Names"), "/EmbeddedFiles", "attachments"),
        (root.get("/AcroForm"), "/XFA", "xfa"),
    ]
    base = root.get("/URI")
    if isinstance(base, Dictionary) and not _is_public(base.get("/Base", "")):
        places.append((root, "/URI", "outward"))
    return [(holder, key, code) for holder, key, code in places if isinstance(holder, Dictionary) and key in holder]


def _take_out_of_keys(thing: Dictionary | Stream) -> set[str]:
    active = {key: code for key, value in thing.items() if (code := _why_out(value))}
    for key in active:
        del thing[key]
    return set(active.values())


def _take_out_of_array(thing: Array) -> set[str]:
    active = {index: code for index, value in enumerate(thing) if (code := _why_out(value))}
    for index in sorted(active, reverse=True):
        del thing[index]
    return set(active.values())


def _why_out(value: object) -> str:
    """Return the code of what this value brings, or nothing. A name proves nothing: a font may be called «JS».

    An action is a dictionary; a stream in its place is looked at too, for readers that forgive."""
    if not isinstance(value, _MAPS) or _WATCHED.isdisjoint(value.keys()):
        return ""
    kind, subtype = _kind(value), str(value.get("/Subtype", ""))
    if kind == "/JavaScript":
        return "scripts"
    if kind in PLAYS or (subtype in PLAYERS and "/Rect" in value):
        return "media"
    if subtype == "/FileAttachment" or _has_file(value):
        return "attachments"
    leaves = kind in LEAVES or (kind == "/Thread" and "/F" in value)
    return "outward" if leaves or (kind == "/URI" and not _is_public(value.get("/URI", ""))) else ""


def _has_file(value: Dictionary | Stream) -> bool:
    files = value.get("/EF")
    return isinstance(files, Dictionary) and any(isinstance(file, Stream) for file in files.values())


def _kind(thing: Dictionary | Stream) -> str:
    return str(thing.get("/S", ""))


def _is_public(address: object) -> bool:
    """Return whether a link leads to a public address, or is relative to the page (then a reader asks)."""
    words = str(address).strip().lower()
    scheme, colon, _ = words.partition(":")
    return scheme in PUBLIC if colon else not words.startswith(("\\", "//"))
