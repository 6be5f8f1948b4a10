"""Throwing a draft away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.policies import citizen_only
from portal.drafts.models import Draft


@citizen_only
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """«Jeter»: one's own draft. Another's does not exist; one that is gone is said to be."""
    deleted, _rows = Draft.objects.visible_to(request.user).filter(pk=pk).delete()
    messages.info(request, _("Le brouillon est jeté.") if deleted else _("Ce brouillon n’est plus ici."))
    return redirect("threads:inbox")
