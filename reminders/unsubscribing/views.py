"""The unsubscribe link. Opened by a person: a page and one button. Posted by a mail program: done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.access.policies import public
from reminders.unsubscribing.actions import resume_choice, stop_choice, stopped_by_link
from reminders.unsubscribing.tokens import BadToken, read_token


@public
@csrf_exempt  # mail programs post without having seen the page (RFC 8058 §3.2); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links: a GET changes nothing."""
    try:
        choice = read_token(token)
    except BadToken:
        return render(request, "reminders/unsubscribing/unknown.html", status=404)
    if request.method == "POST":
        stop_choice(choice=choice)
    undoable = stopped_by_link(choice=choice) is not None
    context = {"purpose": choice.purpose.label, "is_done": request.method == "POST" or undoable, "token": token}
    return render(request, "reminders/unsubscribing/ask.html", {**context, "undoable": undoable})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def resubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """«Annuler» on that page: by a person, so with the usual protection of forms. A GET leads back to the page."""
    try:
        choice = read_token(token)
    except BadToken:
        return render(request, "reminders/unsubscribing/unknown.html", status=404)
    if request.method != "POST":
        return redirect("unsubscribing:unsubscribe", token)
    context = {"purpose": choice.purpose.label, "is_resumed": resume_choice(choice=choice), "token": token}
    return render(request, "reminders/unsubscribing/undone.html", context)
