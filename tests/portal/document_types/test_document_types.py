"""document types: imported once, edited by the operation of the portal, retired but never lost."""

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.document_types.actions import import_document_types, restore, retire, write
from portal.document_types.forms import DocumentTypeField
from portal.document_types.models import DocumentType

pytestmark = pytest.mark.django_db
ONE = {"code": "bail", "name_fr": "Bail, relevé 31 ou compte de taxes", "fresh_months": 6}
LIST = reverse("admin:document_types_documenttype_changelist")


@pytest.fixture
def lease(people) -> DocumentType:
    return DocumentType.objects.get(code="bail")


def page_of(document_type: DocumentType) -> str:
    return reverse("admin:document_types_documenttype_change", args=[document_type.pk])


def form_data(document_type: DocumentType, **words) -> dict:
    names = ("name_fr", "name_en", "help_fr", "help_en", "fresh_months", "position")
    held = {name: getattr(document_type, name) for name in names}
    return {name: "" if value is None else value for name, value in (held | words).items()}


def test_the_reference_is_imported_and_twice_is_once(lease) -> None:
    assert lease.fresh_months == 12 and not lease.is_identity
    identity = DocumentType.objects.get(code="identite")
    assert identity.is_identity and identity.fresh_months is None
    known = {name: getattr(lease, name) for name in ("code", "name_fr", "name_en", "help_fr", "fresh_months")}
    before = list(DocumentType.objects.order_by("pk").values())
    assert import_document_types(records=[], by=None) == 0
    position = lease.position
    assert import_document_types(
        records=[{"code": f"x{n}", "name_fr": f"x{n}"} for n in range(position)] + [known], by=None
    )
    assert list(DocumentType.objects.exclude(code__startswith="x").order_by("pk").values()) == before


def test_a_reference_that_changed_is_followed_and_told_once(lease) -> None:
    assert import_document_types(records=[ONE], by=None) == 1 and import_document_types(records=[ONE], by=None) == 0
    lease.refresh_from_db()
    assert (lease.fresh_months, lease.help_fr) == (6, "")
    event = AuditEvent.objects.filter(verb="document_types.imported").latest("pk")
    assert event.detail == {"changed": 1} and event.sentence == "a importé les genres de papier"


def test_what_was_edited_or_retired_stays(lease, operator) -> None:
    write(document_type=lease, words={"fresh_months": 24}, by=operator)
    retire(document_type=DocumentType.objects.get(code="revenus"), by=operator)
    import_document_types(records=[ONE, {"code": "revenus", "name_fr": "Revenus"}], by=None)
    lease.refresh_from_db()
    assert (lease.fresh_months, lease.edited_by) == (24, operator)
    assert DocumentType.objects.get(code="revenus").retired_by == operator


def test_a_kind_written_here_under_the_same_name_is_left_alone(operator) -> None:
    mine = write(document_type=DocumentType(code="permis-chasse"), words={"name_fr": "Permis de chasse"}, by=operator)
    assert import_document_types(records=[{"code": "chasse", "name_fr": "Permis de chasse"}], by=None) == 0
    assert DocumentType.objects.get(name_fr="Permis de chasse") == mine


def test_retired_once_and_put_back(lease, operator) -> None:
    first = retire(document_type=lease, by=operator).retired_at
    assert retire(document_type=lease, by=operator).retired_at == first
    assert lease not in DocumentType.objects.offered() and "bail" not in DocumentType.objects.by_code()
    assert restore(document_type=restore(document_type=lease, by=operator), by=operator).retired_by is None
    assert AuditEvent.objects.filter(verb="document_type.retired").count() == 1
    assert AuditEvent.objects.filter(verb="document_type.restored").count() == 1


def test_an_operator_writes_in_gestion(lease, operator, signed_in) -> None:
    client = signed_in(operator)
    assert client.post(page_of(lease), form_data(lease, fresh_months="18")).status_code == 302
    lease.refresh_from_db()
    assert (lease.fresh_months, lease.edited_by, lease.code) == (18, operator, "bail")
    added = form_data(lease, code="permis-chasse", name_fr="Permis de chasse", fresh_months="")
    assert client.post(reverse("admin:document_types_documenttype_add"), added).status_code == 302
    assert DocumentType.objects.get(code="permis-chasse").edited_by == operator
    assert AuditEvent.objects.filter(verb="document_type.written", by_id=operator.pk).count() == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"name_fr": "Relevé d’emploi"}, "porte déjà ce nom"),
        ({"fresh_months": "0"}, "de 1 à 600"),
        ({"fresh_months": "-3"}, "Écrivez 0 ou plus"),
        ({"name_fr": ""}, "Remplissez cette case."),
    ],
)
def test_what_would_mislead_is_refused_with_words(lease, operator, signed_in, words, said) -> None:
    page = signed_in(operator).post(page_of(lease), form_data(lease, **words))
    assert page.status_code == 200 and said in page.content.decode()
    lease.refresh_from_db()
    assert (lease.fresh_months, lease.edited_at) == (12, None)


def test_retired_and_put_back_in_gestion(lease, operator, signed_in) -> None:
    client = signed_in(operator)
    client.post(LIST, {"action": "retire_chosen", "_selected_action": [lease.pk]})
    lease.refresh_from_db()
    assert lease.retired_by == operator
    write(document_type=DocumentType(code="autre"), words={"name_fr": lease.name_fr}, by=operator)
    page = client.post(LIST, {"action": "restore_chosen", "_selected_action": [lease.pk]}, follow=True)
    assert "un autre genre porte ce nom" in page.content.decode()
    lease.refresh_from_db()
    assert lease.retired_by == operator


def test_others_read_and_change_nothing(people, lease, signed_in) -> None:
    for key in ["alain", "sylvie", "emile"]:
        client = signed_in(people[key])
        assert lease.name_fr in client.get(LIST).content.decode(), key
        assert client.post(page_of(lease), form_data(lease, fresh_months="1")).status_code == 403, key
        client.post(LIST, {"action": "retire_chosen", "_selected_action": [lease.pk]})
    for key in ["amelie", "bruno"]:
        assert signed_in(people[key]).get(LIST).status_code == 404
    lease.refresh_from_db()
    assert (lease.fresh_months, lease.retired_at) == (12, None)


def test_the_list_offered_forgets_none_already_chosen(lease, operator) -> None:
    retire(document_type=lease, by=operator)
    field = DocumentTypeField()
    field.offer()
    assert "bail" not in dict(field.choices)
    field.offer(chosen=lease)
    assert field.clean("bail") == lease and field.clean("") is None
    assert str(dict(field.choices)[""]) == "Je ne sais pas, ou rien de cela"
