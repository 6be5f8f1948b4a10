"""Demonstration: the reference data, Bruno half-way through the questions, documents that programs recognise, and a
claim of Amélie’s where one question is asked."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import typst

from portal import clock
from portal.document_types.models import DocumentType
from portal.documents.actions import deposit, describe
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.organizations.models import Team
from programs.findings.actions import advise
from programs.reference_import.actions import import_reference
from programs.situations.actions import keep_situation
from programs.situations.models import Situation

if TYPE_CHECKING:
    from portal.people.models import User

CLAIM = "SAAQ-2026-071455"


def seed(people: "dict[str, User]") -> None:
    """Idempotent: answers kept since by Bruno himself are left alone."""
    import_reference(by=None)
    if "bruno" in people:
        _document_types(bruno=people["bruno"], amelie=people["amelie"])
        _situation(people["bruno"])
        _claim(amelie=people["amelie"], agent=people["benoit"])


def _situation(bruno: "User") -> None:
    if Situation.objects.filter(citizen=bruno.citizen).exists():
        return
    given = {
        "resident_quebec": True,
        "immigration_status": "citizen",
        "birth_date": bruno.citizen.birth_date or date(1958, 3, 14),
        "children": (),
        "filed_tax_return": True,
    }
    keep_situation(citizen=bruno.citizen, given=given, by=bruno)
    advise(citizen=bruno.citizen, by=bruno)


def _claim(*, amelie: "User", agent: "User") -> None:
    """After a road accident: followed by the SAAQ, and nothing asked yet."""
    team = Team.objects.filter(organization__code="saaq", name="Accidents de la route").first()
    if team is None or Dossier.objects.filter(organization=team.organization, number=CLAIM).exists():
        return
    claim = DossierType.objects.get(code="reclamation-accident")
    open_dossier(by=agent, citizen=amelie.citizen, team=team, number=CLAIM, dossier_type=claim)


def _document_types(*, bruno: "User", amelie: "User") -> None:
    """Bruno keeps two document types, one of them old; the lease that Amélie sent is said to be one."""
    document_types, today = DocumentType.objects.by_code(), clock.today()
    for sent in Document.objects.filter(citizen=amelie.citizen, document_type=None, dossier__isnull=False):
        if sent.name == "bail.pdf":
            describe(
                by=amelie,
                document=sent,
                words={"document_type": document_types.get("bail"), "issued_on": today - timedelta(40)},
            )
    if Document.objects.filter(citizen=bruno.citizen).exists():
        return
    for code, name, age in [("revenus", "avis de cotisation.pdf", 420), ("naissance", "certificat.pdf", 9000)]:
        words = {"document_type": document_types.get(code), "issued_on": today - timedelta(age)}
        deposit(by=bruno, citizen=bruno.citizen, upload=seal_upload(name, _page(name)), words=words)


def _page(title: str) -> bytes:
    """A one-page PDF. Words travel as data: `$` and `#` are syntax in Typst."""
    page = '#set document(title: sys.inputs.title)\n#set text(lang: "fr")\n= #sys.inputs.title\n(exemple)\n'
    return typst.compile(page.encode(), sys_inputs={"title": title})
