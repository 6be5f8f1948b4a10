"""The second person sees what changes, what people will receive and how many they are, then decides."""

import pytest
from django.urls import reverse

from portal.publishing.reviews import submit
from reminders.indicators.actions import report_last_month
from reminders.indicators.models import Report
from reminders.kind_versions.models import KindVersion
from tests.reminders.kind_versions.conftest import moved

HOME = reverse("admin:index")


@pytest.fixture
def asked(drafted, saaq_administrator, second_administrator):
    changed = {
        "title_fr": "Renouveler le permis",
        "steps": moved(-7, -6, text_fr="Six jours : {date}. En retard : des frais. Voir {where}"),
    }
    return submit(version=drafted(**changed), by=saaq_administrator)


def test_the_approver_reads_the_difference_the_messages_and_the_number(
    signed_in, followed, amelie, asked, address, second_administrator
):
    followed(amelie, days=10)
    page = signed_in(second_administrator).get(address("publish")).content.decode()
    assert "Approuver\u00a0: Renouveler le permis" in page and "demande votre accord" in page
    assert "<ins>" in page and "Renouveler" in page  # the difference, in words
    assert "Six jours\u00a0:" in page or "Six jours :" in page  # as it would be received
    assert "1 personne." in page and "1 échéance ouverte" in page
    assert "Approuver et publier" in page and "Renvoyer avec cette raison" in page
    assert "Abandonner le brouillon" not in page  # it is somebody else's


def test_sending_back_asks_why_and_loses_nothing(signed_in, asked, address, second_administrator):
    client = signed_in(second_administrator)
    answer = client.post(address("publish"), {"send_back": "1", "revision": "1", "why": " "})
    assert answer.status_code == 422 and "Dites ce qu’il faut changer" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == KindVersion.State.SUBMITTED


def test_who_asked_reads_why_it_came_back(signed_in, asked, address, saaq_administrator, second_administrator):
    reason = "Il manque la date limite <b>dans le texte</b>."
    signed_in(second_administrator).post(address("publish"), {"send_back": "1", "revision": "1", "why": reason})
    for name in ("change", "edit", "publish"):
        page = signed_in(saaq_administrator).get(address(name)).content.decode()
        assert "a renvoyé ce brouillon" in page and "Il manque la date limite &lt;b&gt;" in page, name


def test_what_waits_is_on_the_first_page_of_the_other_person_only(
    signed_in, asked, address, saaq_administrator, second_administrator, saaq_agent
):
    here = f'href="{address("publish")}"'
    assert here in signed_in(second_administrator).get(HOME).content.decode()
    for user in (saaq_administrator, saaq_agent):
        assert here not in signed_in(user).get(HOME).content.decode()


def test_a_new_report_waits_on_the_first_page_until_somebody_says_it_is_read(
    signed_in, licence, saaq_administrator, ramq_administrator
):
    report_last_month()
    report = Report.objects.get(organization__code="saaq")
    client, where = signed_in(saaq_administrator), reverse("admin:indicators_report_change", args=[report.pk])
    assert where in client.get(HOME).content.decode()
    page = client.get(where).content.decode()
    assert "Échéances rappelées" in page and "J’ai lu ce rapport" in page
    assert not Report.objects.get(pk=report.pk).read_at  # reading is said, never guessed
    read = reverse("admin:indicators_report_read", args=[report.pk])
    assert signed_in(ramq_administrator).post(read).status_code == 404
    assert client.post(read, follow=True).status_code == 200
    report.refresh_from_db()
    assert report.read_by == saaq_administrator and where not in client.get(HOME).content.decode()


def test_the_letter_is_the_sheet_that_the_print_queue_makes(
    signed_in, licence, drafted, address, saaq_administrator, ramq_administrator
):
    drafted(channels=["email", "letter"])
    client = signed_in(saaq_administrator)
    page = client.get(address("preview")).content.decode()
    assert address("letter", rank=0) in page
    answer = client.get(address("letter", rank=0))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
    assert client.get(address("letter", rank=99)).status_code == 404
    assert signed_in(ramq_administrator).get(address("letter", rank=0)).status_code == 404


def test_a_kind_that_never_leaves_on_paper_has_no_sheet(signed_in, drafted, address, saaq_administrator):
    drafted(channels=["email"])
    client = signed_in(saaq_administrator)
    assert client.get(address("letter", rank=0)).status_code == 404
    assert "Voir la feuille" not in client.get(address("preview")).content.decode()


def test_what_came_back_is_on_the_first_page_of_its_author_and_in_the_list(
    signed_in, asked, address, saaq_administrator, second_administrator
):
    back = {"send_back": "1", "revision": "1", "why": "Il manque la date."}
    signed_in(second_administrator).post(address("publish"), back)
    returned = f'href="{address("edit")}">Renvoyé'
    assert returned in signed_in(saaq_administrator).get(HOME).content.decode()
    assert returned not in signed_in(second_administrator).get(HOME).content.decode()
    kinds = signed_in(saaq_administrator).get(reverse("admin:kinds_deadlinekind_changelist")).content.decode()
    assert ">renvoyé</td>" in kinds


def test_the_approver_is_not_spoken_to_as_the_author(
    signed_in, drafted, address, saaq_administrator, second_administrator
):
    said = "Rendez-vous médical le {date}. En retard : des frais. Voir {where}"
    changes = {"sensitive_reason": "Le nom est public.", "style": "open"}
    submit(version=drafted(steps=moved(-7, -6, text_fr=said), **changes), by=saaq_administrator)
    author = signed_in(saaq_administrator).get(address("publish")).content.decode()
    assert "Votre raison est écrite" in author and "Une autre personne de votre organisme doit approuver" in author
    assert "«\u00a0médical\u00a0» touche la santé" in author
    approver = signed_in(second_administrator).get(address("publish")).content.decode()
    assert "Approuver et publier" in approver and "approuvez seulement si elle vous convainc" in approver
    assert "Votre raison" not in approver and "doit approuver" not in approver


def test_the_editor_says_that_another_person_will_be_needed(
    settings, signed_in, followed, amelie, address, saaq_administrator
):
    followed(amelie)
    emile, sentence = signed_in(saaq_administrator), "Une autre personne de votre organisme devra approuver"
    assert sentence not in emile.get(address("edit")).content.decode()
    settings.TWO_PERSONS_ABOVE = 0
    assert sentence in emile.get(address("edit")).content.decode()
