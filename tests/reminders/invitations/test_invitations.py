"""Invited once, printed once, used once; forgotten as soon as possible."""

import io
import json

import pikepdf
import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.client_numbers.models import ClientNumber, digest_of
from portal.organizations.models import Organization
from portal.people.models import User
from portal.printing import actions as printing
from portal.retention.actions import sweep_model
from reminders.invitations import actions
from reminders.invitations.models import Invitation, InvitationBatch
from reminders.invitations.sheets import letter_of, pdf_of
from tests.reminders.invitations.conftest import ADDRESS, NAME, NUMBER, invitee
from tests.together import at_once

pytestmark = pytest.mark.django_db
LIST = "/gestion/invitations/invitationbatch/"


def redeem(organization, code, by, number=NUMBER):
    return actions.redeem(organization=organization, digest=digest_of(organization.pk, number), code=code, by=by)


def test_the_code_opens_once(invited, code, saaq, bruno):
    assert redeem(saaq, code.lower(), bruno).state == "used"
    with pytest.raises(actions.CodeRefused):
        redeem(saaq, code, bruno)


def test_a_code_of_another_organization_or_number_is_no_code(invited, code, saaq, ramq, saaq_agent, bruno):
    other = actions.invite(organization=saaq, invitee=invitee(saaq, "Z-9"), by=saaq_agent)
    for organization, number, tried in (
        (ramq, NUMBER, code),
        (saaq, "Z-9", code),
        (saaq, NUMBER, other.on_the_sheet.code),
        (saaq, "inconnu", code),
        (saaq, NUMBER, ""),
    ):
        with pytest.raises(actions.CodeRefused):
            redeem(organization, tried, bruno, number)
    assert redeem(saaq, code, bruno)


def test_after_ninety_days_it_opens_nothing_and_is_forgotten(invited, code, saaq, bruno, clock_offset):
    clock_offset(days=91)
    with pytest.raises(actions.CodeRefused):
        redeem(saaq, code, bruno)
    assert sweep_model(model=Invitation) == 1
    invited.refresh_from_db()
    assert (invited.state, invited.contents) == ("expired", None)


def test_a_new_letter_replaces_the_first(invited, code, saaq, saaq_agent, bruno):
    again = actions.invite(organization=saaq, invitee=invitee(saaq), by=saaq_agent)
    with pytest.raises(actions.CodeRefused):
        redeem(saaq, code, bruno)
    assert redeem(saaq, again.on_the_sheet.code, bruno)


def test_a_system_that_repeats_itself_makes_one_letter_in_ninety_days(kind, saaq, clock_offset):
    one = invitee(saaq)
    made = [actions.invite_many(organization=saaq, invitees={one.digest: one}, by=None) for _ in range(3)]
    clock_offset(days=89)
    made.append(actions.invite_many(organization=saaq, invitees={one.digest: one}, by=None))
    clock_offset(days=91)
    made.append(actions.invite_many(organization=saaq, invitees={one.digest: one}, by=None))
    assert made == [1, 0, 0, 0, 1]


def test_who_used_their_code_is_not_invited_again_by_the_same_row(invited, code, saaq, bruno):
    redeem(saaq, code, bruno)
    assert actions.invite_many(organization=saaq, invitees={invited.digest: invitee(saaq)}, by=None) == 0


def test_nothing_of_the_person_is_legible_in_the_row(invited, code):
    row = Invitation.objects.extra(select={"raw": "contents"}).values("raw", "digest", "code_digest").get()
    legible = bytes(row["raw"]) + row["digest"].encode() + row["code_digest"].encode()
    for canary in (NAME, "Secret", code, "419777"):
        assert canary.encode() not in legible


def test_the_sheet_says_how_and_nothing_of_the_deadline(invited, code, kind):
    payload = letter_of(invited, invited.asked_at.date())
    said = json.dumps(payload, ensure_ascii=False)
    assert payload["address"][0] == NAME
    assert f"{code[:5]}-{code[5:]}" in said and "777" in said and str(invited.organization) in said
    assert "/rappels/relier/" in said
    for hidden in (NUMBER, "K-41", kind.title_fr, kind.consequence_fr, "permis"):
        assert hidden not in said


def test_one_page_each_and_accessible(invited, saaq, saaq_agent):
    second = actions.invite(organization=saaq, invitee=invitee(saaq, "B-2", "Ярослав " + "x" * 70), by=saaq_agent)
    pdf = pikepdf.open(io.BytesIO(pdf_of([invited, second], invited.asked_at)))
    assert len(pdf.pages) == 2
    assert pdf.Root.Lang == "fr-CA"
    assert pdf.Root.MarkInfo.Marked


@pytest.fixture
def operator_client(signed_in, operator):
    return signed_in(operator)


def test_printed_exactly_once_and_journaled(invited, operator_client, operator):
    assert "1 invitation attend." in operator_client.get(LIST).content.decode()
    page = operator_client.post(LIST + "preparer/", follow=True).content.decode()
    batch = InvitationBatch.objects.get()
    assert NAME not in page and ADDRESS[:10] not in page
    download = reverse("admin:invitations_invitationbatch_download", args=[batch.pk])
    early = operator_client.post(reverse("admin:invitations_invitationbatch_printed", args=[batch.pk]), follow=True)
    assert "pas encore été téléchargé" in early.content.decode() and "C’est imprimé" not in page
    answer = operator_client.get(download)
    assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    printed = reverse("admin:invitations_invitationbatch_printed", args=[batch.pk])
    for _ in range(2):
        operator_client.post(printed)
    invited.refresh_from_db()
    assert (invited.state, invited.contents) == ("printed", None)
    assert operator_client.get(download).status_code == 404
    verbs = list(
        AuditEvent.objects.filter(by_id=operator.pk, refused=False).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["invitation_batch.made", "invitation_batch.downloaded", "invitation_batch.printed"]


def test_an_empty_queue_makes_no_batch(operator_client, kind):
    page = operator_client.post(LIST + "preparer/", follow=True).content.decode()
    assert "Aucune invitation n’attend" in page and not InvitationBatch.objects.exists()


def test_the_days_count_from_the_letter(invited, code, saaq, bruno, operator, clock_offset):
    batch = printing.prepare(printable="invitations", by=operator)
    clock_offset(days=30)
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    clock_offset(days=119)
    assert redeem(saaq, code, bruno)


@pytest.mark.parametrize("key", ["amelie", "alain", "emile", "sylvie"])
def test_only_operators_print(invited, signed_in, people, operator, key):
    batch = printing.prepare(printable="invitations", by=operator)
    client = signed_in(people[key])
    for name in ("download", "printed"):
        url = reverse(f"admin:invitations_invitationbatch_{name}", args=[batch.pk])
        assert client.get(url).status_code in (302, 403, 404)
        assert client.post(url).status_code in (302, 403, 404)
    assert client.post(LIST + "preparer/").status_code in (302, 403, 404)
    batch.refresh_from_db()
    assert batch.printed_at is None and InvitationBatch.objects.count() == 1


def test_a_get_prepares_nothing(invited, operator_client):
    assert operator_client.get(LIST + "preparer/").status_code == 405
    assert not InvitationBatch.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_use_it_once(db):
    organization = Organization.objects.create(code="essai", name_fr="Essai")
    user = User.objects.create_user("vingt@relais.example")
    invitation = actions.invite(organization=organization, invitee=invitee(organization), by=user)
    code = invitation.on_the_sheet.code
    results = at_once(lambda: redeem(organization, code, user), 20)
    assert sum(isinstance(one, Invitation) for one in results) == 1
    assert sum(isinstance(one, actions.CodeRefused) for one in results) == 19
    assert not ClientNumber.objects.filter(organization=organization).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_batches_at_once_never_share_a_letter(db):
    organization = Organization.objects.create(code="essai", name_fr="Essai")
    user = User.objects.create_user("deux@relais.example")
    actions.invite(organization=organization, invitee=invitee(organization), by=user)
    results = at_once(lambda: printing.prepare(printable="invitations", by=user), 3)
    assert sum(isinstance(one, InvitationBatch) for one in results) == 1
    assert sum(isinstance(one, printing.NothingToPrint) for one in results) == 2
