"""Extension points: a page below names a place, and apps above fill it with templates of theirs.

A template writes `{% extension "space.messages" %}`; an app above says, in its `apps.py`, which template fills it. So a
page is composed of what stands above it without naming it.
"""

_templates: dict[str, list[str]] = {}


def fill(point: str, template: str) -> None:
    """Add a template to a point, after those that are there: apps start from the ground up."""
    filled = _templates.setdefault(point, [])
    if template not in filled:
        filled.append(template)


def templates_of(point: str) -> tuple[str, ...]:
    """Return the templates that fill a point; none when no app above is installed."""
    return tuple(_templates.get(point, ()))


def points() -> frozenset[str]:
    return frozenset(_templates)
