"""Drafts: one at a time, written by administrators, changing nothing that people receive."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.publishing.actions import discard, write
from portal.publishing.copies import duplicate
from portal.publishing.exceptions import EditedMeanwhile, VersionClosed, VersionRefused
from portal.publishing.reading import content_in_force
from portal.publishing.releases import publish
from portal.publishing.reviews import send_back, submit
from reminders.kind_versions.actions import start
from reminders.kind_versions.diff import compare
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.review import remarks_on
from reminders.kinds.actions import import_deadlines
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind
from reminders.linter.remarks import Level

CHANGELIST = reverse("admin:kinds_deadlinekind_changelist")


def test_a_draft_changes_nothing_that_people_read(licence, drafted):
    draft = drafted(title_fr="Autre titre")
    licence.refresh_from_db()
    assert licence.title_fr != "Autre titre" and draft.written.columns["title_fr"] == "Autre titre"
    assert (draft.number, draft.state, draft.revision) == (2, "draft", 1)


def test_writing_again_is_the_same_version(drafted):
    first, second = drafted(title_fr="Un"), drafted(title_fr="Deux")
    assert first.pk == second.pk and second.revision == 2


def test_what_changed_is_journaled_by_its_codes_only(drafted, licence, saaq_administrator):
    drafted(title_fr="Secret d’État")
    event = AuditEvent.objects.filter(verb="deadline_kind.drafted", subject_id=str(licence.pk)).latest("pk")
    assert event.detail == {"version": 2, "changed": ["title_fr"]} and event.by_id == saaq_administrator.pk


def test_who_writes_over_another_is_told(licence, drafted, saaq_administrator):
    drafted(title_fr="Un")
    for revision in (0, 2):
        with pytest.raises(EditedMeanwhile):
            write(subject=licence, content=content_in_force(licence), revision=revision, by=saaq_administrator)


def test_only_administrators_of_the_organization_write(licence, ramq_administrator, saaq_agent, supervisor, amelie):
    content = content_in_force(licence)
    for other in (ramq_administrator, saaq_agent, supervisor, amelie):
        with pytest.raises(PermissionDenied):
            write(subject=licence, content=content, revision=0, by=other)
        with pytest.raises(PermissionDenied):
            duplicate(subject=licence, by=other)
        with pytest.raises(PermissionDenied):
            start(organization=licence.organization, title="x", nature="payout", by=other)


def test_a_discarded_draft_is_kept_and_leaves_room(drafted, saaq_administrator):
    first = discard(version=drafted(title_fr="Un"), by=saaq_administrator)
    assert first.state == "discarded" and first.discarded_by == saaq_administrator
    with pytest.raises(VersionClosed):
        discard(version=first, by=saaq_administrator)
    assert drafted(title_fr="Deux").number == 3


def test_a_kind_from_nothing_is_its_organizations_own_until_published(client, licence, saaq, saaq_administrator):
    draft = start(organization=saaq, title="Photo du permis", nature="expiry", by=saaq_administrator)
    assert draft.kind.code == "photo-du-permis" and len(draft.written.steps) == 5
    assert client.get(draft.kind.get_absolute_url()).status_code == 404
    assert "Photo du permis" not in client.get("/rappels/").content.decode()
    with pytest.raises(VersionRefused) as refusal:
        publish(version=draft, by=saaq_administrator)
    assert {"team", "consequence", "procedure", "basis", "source"} == {remark.code for remark in refusal.value.remarks}


def test_two_kinds_of_the_same_name_have_two_addresses(licence, saaq, saaq_administrator, clock_offset):
    codes = []
    for minute, title in enumerate(("Photo", "Photo", "Photo", "???")):
        clock_offset(minutes=minute)  # at once, it would be one button pressed twice
        codes.append(start(organization=saaq, title=title, nature="expiry", by=saaq_administrator).kind.code)
    assert codes == ["photo", "photo-2", "photo-3", "echeance"]


def test_a_copy_says_the_same_with_steps_of_its_own(licence, saaq_administrator):
    copy = duplicate(subject=licence, by=saaq_administrator).versions.get()
    assert copy.kind.pk != licence.pk and not copy.kind.is_published
    assert copy.written.columns["title_fr"] == f"{licence.title_fr} (copie)"
    assert [step.text_fr for step in copy.written.steps] == [step.text_fr for step in content_in_force(licence).steps]
    assert {step.id for step in copy.written.steps} == {None}
    published = publish(version=copy, by=saaq_administrator).kind
    assert not set(published.steps.values_list("pk", flat=True)) & set(licence.steps.values_list("pk", flat=True))


def test_a_kind_published_before_there_were_versions_keeps_what_it_said(licence, drafted):
    said, title = content_in_force(licence), licence.title_fr
    licence.versions.update(kind=_other(licence))  # as if it had none
    drafted(title_fr="Autre")
    first = licence.versions.get(number=1)
    assert (first.state, first.published_by, first.written) == ("published", licence.published_by, said)
    assert [change.before for change in compare(first.written, licence.versions.get(number=2).written)] == [title]


def _other(kind: DeadlineKind) -> DeadlineKind:
    return DeadlineKind.objects.exclude(pk=kind.pk).order_by("pk").first()


def test_the_import_leaves_alone_a_kind_that_has_a_draft(licence, drafted, monkeypatch):
    other = DeadlineKind.objects.get(code="immatriculation-paiement")
    drafted(kind=other, title_fr="Le nôtre")
    DeadlineKind.objects.filter(pk=other.pk).update(imported_digest="older")
    steps = set(other.steps.values_list("pk", flat=True))
    assert import_deadlines(by=None)["updated"] == 0
    assert set(other.steps.values_list("pk", flat=True)) == steps


def test_no_reference_kind_is_refused_for_its_texts(licence):
    """What an organization lacks is its telephone and its choice of a team: the data's own texts all pass."""
    for kind in DeadlineKind.objects.select_related("organization").prefetch_related("steps"):
        errors = {r.code for r in remarks_on(content_in_force(kind), kind.organization) if r.level is Level.ERROR}
        assert errors <= {"phone", "team"}, kind.code


def test_the_database_refuses_two_drafts_and_a_lone_approver(drafted, saaq_administrator):
    draft = drafted(title_fr="Un")
    with pytest.raises(IntegrityError, match="kind_version_open_once"), transaction.atomic():
        KindVersion.objects.create(kind=draft.kind, number=9, content=draft.content)
    with pytest.raises(IntegrityError, match="kind_version_submitted"), transaction.atomic():
        KindVersion.objects.filter(pk=draft.pk).update(state="submitted")


@pytest.fixture
def refused(licence, saaq, drafted, saaq_administrator, second_administrator):
    """A kind whose first title was sent back, then rewritten; it was never published."""
    begun = start(organization=saaq, title="Vos vieilles photos", nature="payout", by=saaq_administrator)
    content = content_in_force(licence)
    steps = tuple(replace(step, id=None) for step in content.steps)
    columns = content.columns | {"title_fr": begun.kind.title_fr, "related_programs": []}
    draft = write(subject=begun.kind, content=Content(columns, steps), revision=1, by=saaq_administrator)
    submit(version=draft, by=saaq_administrator)
    send_back(version=KindVersion.objects.get(pk=draft.pk), why="Pas ce mot.", by=second_administrator)
    return drafted(kind=begun.kind, title_fr="Photo à refaire").kind


def test_a_title_that_was_refused_is_on_no_page(signed_in, refused, address, people, second_administrator):
    draft = refused.versions.open().get()
    submit(version=draft, by=people["emile"])
    client = signed_in(second_administrator)
    pages = [address(name, refused) for name in ("change", "edit", "preview", "publish", "ledger")]
    for page in [*pages, address("version", refused, number=1), reverse("admin:index"), CHANGELIST]:
        answer = client.get(page).content.decode()
        assert "Photo à refaire" in answer and "vieilles" not in answer, page
    shown = DeadlineKind.objects.get(pk=refused.pk)
    assert (shown.code, shown.nature) == ("photo-a-refaire", "payment_due")
    assert shown.team.name == draft.written.columns["team"]


def test_a_published_kind_keeps_its_title_and_the_preview_says_whose_it_shows(
    signed_in, drafted, licence, address, saaq_administrator
):
    title, emile = licence.title_fr, signed_in(saaq_administrator)
    assert f"<h1>Aperçu\u00a0: {title}</h1>" in emile.get(address("preview")).content.decode()
    drafted(title_fr="Autre titre")
    assert f"<h1>{title}</h1>" in emile.get(address("change")).content.decode()
    assert "<h1>Aperçu du brouillon\u00a0: Autre titre</h1>" in emile.get(address("preview")).content.decode()


def test_the_reference_data_keeps_what_the_public_reads(drafted):
    kind = drafted(kind=DeadlineKind.objects.get(code="immatriculation-paiement"), title_fr="Le nôtre").kind
    assert kind.code == "immatriculation-paiement" and kind.title_fr != "Le nôtre"
