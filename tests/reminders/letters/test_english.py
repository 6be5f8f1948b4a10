"""A letter and a call in English, for whom attested that English is their right; in French for everybody else."""

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.people.models import Citizen
from portal.publishing.reading import content_in_force
from reminders.kind_versions.preview import PERSON
from reminders.kind_versions.rendered import call, fictional, letter, letter_pdf
from reminders.kinds.content import StepContent

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(licence):
    licence.organization.name_en = "Driving Board"
    return fictional(content_in_force(licence), licence.organization, today().replace(month=5, day=1))


STEP = StepContent(
    offset_days=-7, text_fr="À payer le {date}, {where}.", text_en="To be paid on {date}, {where}.", by_channel={}
)


def test_the_sheet_is_in_the_language_asked(about):
    french, english = letter(about, STEP, "fr"), letter(about, STEP, "en")
    assert french["sentences"][0].startswith("À payer le 1er mai") and "au téléphone" in french["sentences"][0]
    assert english["sentences"][0].startswith("To be paid on 1 May") and "by telephone" in english["sentences"][0]
    assert english["sender"] == "Driving Board" and english["title"] == about.kind.title_en
    assert english["procedure_label"] == "What to do" and french["procedure_label"] == "Ce qu’il faut faire"


def test_the_pdf_says_its_language(about):
    french, english = (letter_pdf(about, STEP, PERSON, now(), language) for language in ("fr", "en"))
    assert french.startswith(b"%PDF") and english.startswith(b"%PDF") and french != english


def test_the_script_is_in_the_language_of_the_person(about):
    french, english = call(about, STEP, PERSON, "fr"), call(about, STEP, PERSON, "en")
    assert french.greeting.startswith("Bonjour") and english.greeting.startswith("Hello")
    assert "To be paid on 1 May" in english.matters[0].sentence and "À payer" in french.matters[0].sentence
    words = (english.check, english.reason, english.goodbye, english.machine)
    assert not [line for line in words if "vous" in line.casefold()]


def test_what_was_not_written_in_english_is_said_in_french(about):
    about.kind.title_en, about.kind.procedure_en = "", []
    result = letter(about, StepContent(offset_days=-7, text_fr="À payer le {date}.", text_en="", by_channel={}), "en")
    assert result["sentences"][0].startswith("À payer le") and result["title"] == about.kind.title_fr


def test_english_is_attested_once_and_journaled(signed_in, bruno):
    data = {"province": "QC", "zone": "America/Toronto", "hours": "any", "language": "en"}
    client, where = signed_in(bruno), reverse("contacts:contact")
    assert client.post(where, data).status_code == 200  # not without attesting
    assert not AuditEvent.objects.filter(verb="language.attested").exists()
    for _ in range(2):
        assert client.post(where, data | {"attests": "on"}).status_code == 302
    assert AuditEvent.objects.filter(verb="language.attested", citizen_id=bruno.citizen.pk).count() == 1
    assert Citizen.objects.get(pk=bruno.citizen.pk).language == "en"
