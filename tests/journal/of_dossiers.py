"""Actions of dossiers and of their types."""

import datetime as dt
from collections.abc import Callable

from messaging.imported_messages import actions as imported_messages
from portal.client_numbers import actions as client_numbers
from portal.clock import now, today
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossier_exports.actions import give_pdf
from portal.dossier_type_versions import actions as types
from portal.dossier_type_versions.models import DossierTypeVersion
from portal.dossier_types.models import DossierType
from portal.dossiers import actions as dossiers
from portal.dossiers.dormant import ask_reviews, keep_open
from portal.dossiers.lateness import notice_late
from portal.dossiers.models import Dossier
from portal.imported_dossiers import actions as imported_dossiers
from portal.imported_dossiers import contents
from portal.imported_dossiers.models import ImportedDossier
from portal.imported_dossiers.rows import DossierRow
from portal.publishing import actions as ledger
from portal.publishing import releases, reviews
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]


def a_type() -> DossierType:
    types.import_dossier_types(by=None)
    return DossierType.objects.get(code="permis-conduire")


def a_dossier(world: World) -> Dossier:
    about = {"citizen": world.citizen, "team": world.team, "dossier_type": a_type()}
    return dossiers.open_dossier(**about, title=SECRET, by=world.alain)


@action("dossier.moved")
def move(world: World) -> Do:
    dossier = a_dossier(world)
    return lambda: dossiers.move(dossier=dossier, revision=1, stage="etude", note=SECRET, by=world.alain)


@action("dossier.typed")
def give_type(world: World) -> Do:
    about = {"citizen": world.citizen, "team": world.team, "title": SECRET}
    dossier, dossier_type = dossiers.open_dossier(**about, by=world.alain), a_type()
    return lambda: dossiers.give_type(
        dossier=dossier, revision=1, dossier_type=dossier_type, note=SECRET, by=world.alain
    )


@action("dossier.promised")
def promise(world: World) -> Do:
    dossier, day = a_dossier(world), today() + dt.timedelta(days=9)
    return lambda: dossiers.promise(dossier=dossier, revision=1, promised_on=day, note=SECRET, by=world.alain)


@action("dossier.decided")
def decide(world: World) -> Do:
    dossier = a_dossier(world)
    given = {"outcome": "refused", "reason": "sante", "words": SECRET, "remedy": "revision"}
    return lambda: dossiers.decide(dossier=dossier, revision=1, **given, by=world.alain)


@action("dossier.decision_withdrawn")
def withdraw(world: World) -> Do:
    dossier = a_dossier(world)
    dossiers.decide(dossier=dossier, revision=1, outcome="granted", closes=False, by=world.alain)
    return lambda: dossiers.withdraw(dossier=dossier, revision=2, note=SECRET, by=world.alain)


@action("dossier.closed")
def close(world: World) -> Do:
    dossier = a_dossier(world)
    return lambda: dossiers.close(dossier=dossier, revision=1, note=SECRET, by=world.alain)


@action("dossier.reopened")
def reopen(world: World) -> Do:
    dossier = close(world)()
    return lambda: dossiers.reopen(dossier=dossier, revision=2, note=SECRET, by=world.alain)


@action("dossier.taken_away")
def take_away(world: World) -> Do:
    dossier = decide(world)().dossier
    return lambda: dossiers.take_away(dossier=dossier, by=world.alain)


@action("dossier.late")
def notice_lateness(world: World) -> Do:
    Dossier.objects.filter(pk=a_dossier(world).pk).update(promised_on=today() - dt.timedelta(days=1))
    return notice_late


@action("dossier.review_asked")
def ask_review(world: World) -> Do:
    Dossier.objects.filter(pk=a_dossier(world).pk).update(moved_at=now() - dt.timedelta(days=800))
    return ask_reviews


@action("dossier.kept")
def keep_open_dossier(world: World) -> Do:
    ask_review(world)()
    dossier = Dossier.objects.get()
    return lambda: keep_open(dossier=dossier, by=world.alain)


@action("dossier.exported")
def export(world: World) -> Do:
    dossier = a_dossier(world)
    return lambda: give_pdf(by=world.alain, dossier=dossier)


@action("dossier_types.imported")
def import_types(world: World) -> Do:
    DossierType.objects.all().delete()
    return lambda: types.import_dossier_types(by=None)


@action("dossier_type.started")
def start_type(world: World) -> Do:
    return lambda: types.start(organization=world.saaq, title="Vignette", by=world.emile)


def draft(world: World) -> DossierTypeVersion:
    return ledger.write(subject=a_type(), content={"promised_days": 12}, revision=0, by=world.emile)


@action("dossier_type.drafted")
def draft_type(world: World) -> Do:
    a_type()
    return lambda: draft(world)


@action("dossier_type.discarded")
def discard_type(world: World) -> Do:
    version = draft(world)
    return lambda: ledger.discard(version=version, by=world.emile)


@action("dossier_type.submitted")
def submit_type(world: World) -> Do:
    version = draft(world)
    return lambda: reviews.submit(version=version, by=world.emile)


@action("dossier_type.withdrawn")
def withdraw_type(world: World) -> Do:
    version = submit_type(world)()
    return lambda: reviews.withdraw(version=version, by=world.emile)


@action("dossier_type.sent_back")
def send_type_back(world: World) -> Do:
    version = submit_type(world)()
    return lambda: reviews.send_back(version=version, why="Trop long.", by=world.people["carole"])


@action("dossier_type.published")
def publish_type(world: World) -> Do:
    version = draft(world)
    return lambda: releases.publish(version=version, by=world.emile)


@action("dossier_type.retired")
def retire_type(world: World) -> Do:
    dossier_type = a_type()
    return lambda: types.retire(dossier_type=dossier_type, by=world.emile)


@action("imported_dossiers.received", "dossier.opened")
def receive(world: World) -> Do:
    number = client_numbers.agree(
        citizen=world.citizen, organization=world.saaq, number="A-100", how="agent", by=world.alain
    )
    row = DossierRow("D-1", a_type(), number.number, title=SECRET, note=SECRET)
    return lambda: imported_dossiers.receive(organization=world.saaq, rows=[row], by=world.emile)


def put(world: World) -> ImportedDossier:
    receive(world)()
    return ImportedDossier.objects.select_related("dossier__citizen", "dossier__organization", "dossier__team").get()


@action("document.received")
def put_document(world: World) -> Do:
    imported, upload = put(world), seal_upload("a.pdf", b"%PDF-1.7\n%%EOF\n")
    return lambda: contents.put_document(imported=imported, reference="d-1", upload=upload, by=None)


@action("thread.started", "thread.answered")
def put_message(world: World) -> Do:
    said = {"reference": "m-1", "subject": SECRET, "body": SECRET}
    imported = put(world)
    return lambda: imported_messages.put_message(imported=imported, **said, by=None)


@action("thread.read_by_system")
def read_messages(world: World) -> Do:
    imported = put(world)
    return lambda: imported_messages.note_reading(imported=imported, by=None)


@action("document.opened")
def open_document(world: World) -> Do:
    imported = put(world)
    contents.put_document(
        imported=imported, reference="d-1", upload=seal_upload("a.pdf", b"%PDF-1.7\n%%EOF\n"), by=None
    )
    document = Document.objects.select_related("citizen").get()
    return lambda: contents.note_opening(document=document, imported=imported, by=None)
