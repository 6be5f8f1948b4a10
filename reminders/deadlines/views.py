"""«Mes échéances»: the list, one of them, and what its person does with it."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.access.policies import acts, citizen_only
from portal.access.visibility import visibility_of
from portal.audit.readings import LIST, tell_represented
from portal.foundation.paging import coming_page_of
from portal.foundation.paging import page_of as older_page_of
from portal.people.models import User
from reminders.deadlines.actions import (
    CannotBeMissed,
    DeadlineClosed,
    DeadlineFollowed,
    NoMandate,
    TooLate,
    mark_done,
    mark_missed,
    move,
    remind_later,
    reopen,
    resume,
    set_aside,
)
from reminders.deadlines.forms import LaterForm, MoveForm
from reminders.deadlines.models import Deadline
from reminders.deadlines.pages import DeadlinePage, page_of
from reminders.deadlines.querysets import DeadlineQuerySet
from reminders.deadlines.seen import seen_by
from reminders.deadlines.words import done_message
from reminders.inbox.actions import read_with_deadline
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import date_in_words
from reminders.reminders.models import Reminder

OPEN_A_PAGE, CLOSED_A_PAGE = 50, 20
_NOTHING_CHANGED = gettext_lazy("Cette échéance est déjà fermée\u00a0: rien n’a changé.")


def _mine(user: User, *, drawn: bool = False) -> DeadlineQuerySet:
    mine = Deadline.objects.of_citizens(user).with_kind().prefetch_related("kind__steps")
    if drawn:
        carried = Reminder.objects.select_related("step", "inbox_item").order_by("due_at", "id")
        mine = mine.prefetch_related(Prefetch("reminders", queryset=carried))
    return mine


@citizen_only
def deadlines(request: HttpRequest) -> HttpResponse:
    """What is to do, the soonest first, and what is closed, the latest first; each goes from page to page by itself."""
    mine = _mine(request.user, drawn=True)
    following = coming_page_of(mine.open(), by="due_on", query=request.GET, size=OPEN_A_PAGE)
    past = older_page_of(mine.closed(), by="closed_at", query=request.GET, size=CLOSED_A_PAGE)
    tell_represented([*following.rows, *past.rows], by=request.user, verb=LIST)
    pages = [DeadlinePage(deadline) for deadline in following.rows]
    context = {
        "following": following,
        "late": [page for page in pages if page.is_late],
        "passed": [page for page in pages if page.is_past and not page.is_late],
        "coming": [page for page in pages if not page.is_past],
        "past": past,
        "closed": [DeadlinePage(deadline) for deadline in past.rows],
    }
    return render(request, "reminders/deadlines/list.html", context)


@citizen_only
def deadline(request: HttpRequest, pk: str) -> HttpResponse:
    shown = get_object_or_404(_mine(request.user, drawn=True), pk=pk)
    tell_represented([shown], by=request.user, verb="deadline.read")
    read_with_deadline(deadline=shown, by=request.user)
    own = shown.citizen_id == visibility_of(request.user).own_citizen_id
    context = {"page": page_of(shown), "deadline": shown, "seen_by": seen_by(shown, for_oneself=own)}
    return render(request, "reminders/deadlines/detail.html", context)


@citizen_only
@require_POST
def done(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user), pk=pk)
    was_open = mine.is_open
    if mark_done(deadline=mine, by=request.user).state != Deadline.State.DONE:
        messages.warning(request, _NOTHING_CHANGED)
        return redirect(mine)
    messages.success(request, done_message(mine.kind))
    following = Deadline.objects.renewed_from(mine).order_by("due_on").first() if was_open else None
    if following:
        text = _("La prochaine date est déjà ouverte\u00a0: %(date)s. Vous serez averti de la même façon.")
        messages.info(request, text % {"date": date_in_words(following.due_on)})
    return redirect(mine)


@citizen_only
@require_POST
def not_for_me(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user), pk=pk)
    if set_aside(deadline=mine, by=request.user).state != Deadline.State.CANCELLED:
        messages.warning(request, _NOTHING_CHANGED)
        return redirect(mine)
    messages.success(request, _("Cette échéance est retirée. Aucun autre rappel ne partira, et elle ne reviendra pas."))
    return redirect("deadlines:deadlines")


@citizen_only
@require_POST
def missed(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user), pk=pk)
    return _act(
        request,
        mine,
        lambda: mark_missed(deadline=mine, by=request.user),
        _missed_words(mine),
    )


def _missed_words(mine: Deadline) -> str:
    if mine.kind.nature != DeadlineKind.Nature.PAYOUT:
        return _("C’est noté\u00a0: le rendez-vous est manqué. Voici comment en obtenir un autre.")
    return _("C’est noté\u00a0: le versement n’est pas reçu. Voici quoi faire.")


@citizen_only
@require_POST
def reopened(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user), pk=pk)
    text = _("L’échéance est rouverte. Les rappels qui restent à venir partiront.")
    return _act(request, mine, lambda: reopen(deadline=mine, by=request.user), text)


@citizen_only
@require_POST
def resumed(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user), pk=pk)
    text = _("Les rappels reprennent. Ceux dont le jour est passé ne sont pas renvoyés.")
    return _act(request, mine, lambda: resume(deadline=mine, by=request.user), text)


@acts
@citizen_only
def later(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user, drawn=True), pk=pk)
    form = LaterForm(request.POST if request.method == "POST" else None, deadline=mine)
    if request.method == "POST" and form.is_valid():
        text = _("C’est noté. Rien ne partira avant ce jour-là.")
        return _act(request, mine, lambda: remind_later(deadline=mine, at=form.at, by=request.user), text)
    tell_represented([mine], by=request.user, verb="deadline.read")
    silenced = [reminder for reminder in mine.reminders.all() if reminder.state == Reminder.State.PLANNED]
    context = {"deadline": mine, "form": form, "silenced": silenced}
    return render(request, "reminders/deadlines/later.html", context)


@acts
@citizen_only
def change_date(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.user), pk=pk)
    form = MoveForm(request.POST if request.method == "POST" else None, deadline=mine)
    if request.method == "POST" and form.is_valid():
        try:
            moved = move(deadline=mine, by=request.user, **form.moved)
        except DeadlineClosed:
            messages.warning(request, _("Cette échéance est déjà fermée\u00a0: sa date ne change plus."))
            return redirect(mine)
        except IntegrityError:
            form.add_error("due_on", _("Vous suivez déjà cette échéance à cette date. Choisissez une autre date."))
        else:
            messages.success(request, _("La date est changée. Voici vos nouveaux rappels."))
            return redirect(moved)
    tell_represented([mine], by=request.user, verb="deadline.read")
    return render(request, "reminders/deadlines/move.html", {"deadline": mine, "form": form})


def _act(request: HttpRequest, mine: Deadline, act: Callable[[], Deadline], text: str) -> HttpResponse:
    """One action, its words, and back to the deadline; what came first elsewhere is said instead."""
    refusals: dict[type[Exception], str | Promise] = {
        DeadlineClosed: _NOTHING_CHANGED,
        DeadlineFollowed: _("Vous suivez déjà cette date\u00a0: ouvrez-la dans «\u00a0Mes échéances\u00a0»."),
        NoMandate: _("Votre mandat pour cette personne a pris fin\u00a0: l’échéance reste fermée."),
        CannotBeMissed: _("Son jour n’est pas venu\u00a0: indiquez plutôt si c’est fait."),
        TooLate: _("Ce jour n’est plus possible. Choisissez-en un autre."),
    }
    try:
        act()
    except tuple(refusals) as refusal:
        messages.warning(request, str(refusals[type(refusal)]))
    else:
        messages.success(request, text)
    return redirect(mine)
