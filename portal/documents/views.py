"""The list, a document's page, a deposit, and the download: a document is never shown inside a page of the portal."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.access.policies import acts, citizen_only, signed_in
from portal.access.visibility import visibility_of
from portal.audit.readings import LIST, tell_represented
from portal.documents import store
from portal.documents.actions import (
    NotDescribable,
    deposit,
    describe,
    discard,
    is_resumed,
    mark_opened,
    note_damage,
)
from portal.documents.attachments import protect
from portal.documents.erasing import BeingChecked
from portal.documents.forms import DepositForm, DescribeForm
from portal.documents.holding import GONE
from portal.documents.kept import PARAMETER, chosen_kind, kinds_kept
from portal.documents.models import Document
from portal.documents.pending import as_uuid
from portal.documents.ranges import ByteRange, NotSatisfiable, span_of
from portal.documents.screening import reason_of
from portal.foundation.crypto import Unsealable
from portal.foundation.crypto.streams import unsealed_chunks
from portal.foundation.paging import page_of
from portal.notices.reading import opened

logger = logging.getLogger(__name__)
DOCUMENTS_A_PAGE = 30
DOCUMENTS_ASKED = 50


@citizen_only
@require_safe
def list_documents(request: HttpRequest) -> HttpResponse:
    """What the citizen gave and received, the newest first; of one document type when one is chosen."""
    documents = Document.objects.visible_to(request.user).held_by(request.user)
    kinds = kinds_kept(documents)
    chosen = chosen_kind(kinds, request.GET.get(PARAMETER, ""))
    found = chosen.narrow(documents) if chosen else documents
    page = page_of(found.with_details(), by="received_at", query=request.GET, size=DOCUMENTS_A_PAGE)
    if chosen:
        kept = f"{PARAMETER}={chosen.code}"
        page = replace(page, older=page.older and f"{page.older}&{kept}", newer=page.newer and f"?{kept}")
    tell_represented(page.rows, by=request.user, verb=LIST)
    context = {"page": page, "kinds": kinds, "chosen": chosen, "may_deposit": _may_deposit(request)}
    return render(request, "portal/documents/list.html", context)


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def document_page(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What is known of one document; the form says what it is."""
    documents = Document.objects.visible_to(request.user).held_by(request.user).with_details()
    document = get_object_or_404(documents, pk=document_id)
    form = DescribeForm(request.POST if request.method == "POST" else None, document=document)
    if request.method == "POST" and form.is_valid():
        try:
            describe(by=request.user, document=document, words=form.words)
            messages.success(request, _("C’est noté."))
        except NotDescribable:
            messages.info(request, _("Ce fichier a été refusé. Vous pouvez en déposer un autre."))
        return redirect("documents:list")
    tell_represented([document], by=request.user)
    opened(document, by=request.user)
    context = {"document": document, "form": form}
    return render(request, "portal/documents/page.html", context, status=422 if form.errors else 200)


@acts
@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def deposit_document(request: HttpRequest) -> HttpResponse:
    """A document kept for the day it is asked; its kind may come from the page that led here. It is no organization's:
    404 for whoever acts for a part of a file only."""
    if not _may_deposit(request):
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DepositForm(*posted, user=request.user, initial={"document_type": request.GET.get(PARAMETER, "")})
    if posted and form.is_valid():
        data = form.cleaned_data
        deposit(by=request.user, citizen=data["citizen"], upload=data["document"], words=form.words)
        messages.success(request, _("Votre document est déposé. Il sera vérifié dans quelques instants."))
        return redirect("documents:list")
    return render(request, "portal/documents/deposit.html", {"form": form}, status=422 if form.errors else 200)


def _may_deposit(request: HttpRequest) -> bool:
    visibility = visibility_of(request.user)
    return bool(visibility.citizen_ids & visibility.people_ids)


@citizen_only
@require_POST
def discard_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Erase a document kept here; what was given to an organization is not the person's alone to erase."""
    documents = Document.objects.visible_to(request.user).held_by(request.user).kept_alone()
    document = get_object_or_404(documents, pk=document_id)
    try:
        discard(by=request.user, document=document)
        messages.success(request, _("Le document est retiré. Il n’en reste rien ici."))
    except BeingChecked:
        messages.info(request, _("Ce document est en vérification. Retirez-le dans une minute."))
    return redirect("documents:list")


@signed_in
@require_safe
def verdicts(request: HttpRequest) -> HttpResponse:
    """What the examination says now of documents that a page shows already: the page asks by itself."""
    keys = [key for key in map(as_uuid, request.GET.getlist("d")[:DOCUMENTS_ASKED]) if key]
    documents = Document.objects.visible_to(request.user).filter(pk__in=keys)
    return render(request, "portal/documents/verdicts.html", {"documents": documents})


@signed_in
@require_safe
def download(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The bytes of an available document, as an attachment, in chunks of 1 MiB; only what passed the checks."""
    documents = Document.objects.visible_to(request.user).available().select_related("citizen", "team__organization")
    document = get_object_or_404(documents, pk=document_id)

    def taken(start: int) -> None:
        if start == 0 or not is_resumed(by=request.user, document=document):
            mark_opened(by=request.user, document=document)
            opened(document, by=request.user)

    return serve(request, document, taken=taken)


def serve(request: HttpRequest, document: Document, *, taken: Callable[[int], None]) -> HttpResponseBase:
    """Answer with the bytes of an available document that whoever asks may have. `taken`: called before they leave,
    with the place of the first one, to journal it."""
    try:
        # Without a validator (nothing is cached), If-Range can never match: the whole file.
        header = "" if "If-Range" in request.headers else request.headers.get("Range", "")
        span = span_of(header, document.size)
    except NotSatisfiable:
        return protect(HttpResponse(status=416, headers={"Content-Range": f"bytes */{document.size}"}))
    try:
        chunks = _opened(document, span)
    except (Unsealable, OSError) as error:
        return _unopened(request, document, error)
    if request.method == "GET":
        taken(span.start)
    return _answer(document, span, chunks if request.method == "GET" else iter(()))


def _opened(document: Document, span: ByteRange) -> Iterator[bytes]:
    """The chunks, the first of which is already read: a damaged file is known before the answer begins, or almost."""
    path = store.path_of(document.storage_key)
    chunks = unsealed_chunks(path, context=document.context, start=span.start, stop=span.stop)
    return chain([next(chunks, b"")], _watched(chunks, document))


def _watched(chunks: Iterator[bytes], document: Document) -> Iterator[bytes]:
    """Damage found half-way cuts the answer: the browser sees it incomplete, the operation reads why."""
    try:
        yield from chunks
    except Unsealable:
        note_damage(by=None, document=document)
        raise


def _unopened(request: HttpRequest, document: Document, error: Exception) -> HttpResponse:
    """Damaged for good, or out of reach for now: the two are not told in the same words."""
    if reason_of(error) in GONE:
        note_damage(by=request.user if request.user.is_authenticated else None, document=document)
        return render(request, "portal/documents/damaged.html", status=410)
    logger.error("document %s is out of reach: %s", document.pk, error)
    return render(request, "portal/documents/out_of_reach.html", status=503)


def _answer(document: Document, span: ByteRange, chunks: Iterator[bytes]) -> HttpResponseBase:
    response = StreamingHttpResponse(chunks, status=206 if span.is_partial else 200, content_type=document.content_type)
    response["Content-Length"] = str(span.length)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(True, document.served_name)
    if span.is_partial:
        response["Content-Range"] = span.content_range
    return protect(response)
