"""What every editor does with what was typed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.publishing import actions
from portal.publishing.adapters import Subject
from portal.publishing.exceptions import EditedMeanwhile
from portal.publishing.pages import revision_of


def kept(
    request: HttpRequest,
    subject: Subject,
    content: Any,
    refuse: Callable[[str], object],
    note: str | None = None,
) -> Any:
    """Write the draft; when somebody else wrote it meanwhile, say so and keep what was typed on the page."""
    revision = revision_of(request)
    try:
        return actions.write(subject=subject, content=content, revision=revision, by=request.user, note=note)
    except EditedMeanwhile:
        draft = subject.versions.open().first()
        if draft and draft.author_id == request.user.pk:
            text = _("Vous avez enregistré ce brouillon dans une autre fenêtre pendant que vous l’écriviez ici.")
        else:
            text = _("Une autre personne a enregistré ce brouillon pendant que vous l’écriviez.")
        how = _("Copiez ce que vous venez d’écrire, puis rouvrez la page pour partir de ce qui est enregistré.")
        refuse(f"{text} {how}")
        return None
