"""Words that somebody looks for: posted, so that no address has them; shown by a page that one may come back to."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

SHOWN = "trouve"
"""In the address of what was found: nothing but that."""
NEED, AS_CITIZEN, AS_TEAM = "looked_for_need", "looked_for_as_citizen", "looked_for_as_team"
"""Keys of the session."""


def looked_for(request: HttpRequest, key: str) -> str:
    """Return the words whose answer this page shows; nothing on a page where one begins."""
    return request.session.get(key, "") if SHOWN in request.GET else ""


def show(request: HttpRequest, key: str, words: str) -> HttpResponse:
    """Keep the words in the session, and go to the page that shows what they find."""
    request.session[key] = words
    return redirect(f"{request.path}?{SHOWN}=1")


def form_of(form_class: type[Form], request: HttpRequest, field: str, key: str) -> Form:
    """The form as it was posted, or with the words whose answer is shown."""
    return form_class(request.POST if request.method == "POST" else None, initial={field: looked_for(request, key)})
