"""The demonstration is made on any day: its people, stories and year of figures are dated from the day it starts."""

import pytest
import time_machine
from django.core.management import call_command

from portal.dossiers.models import Dossier
from portal.launch.days import difficult, instant, today
from portal.organizations.models import Organization
from programs.findings.models import Finding
from reminders.deadlines.models import Deadline
from reminders.indicators.models import Outcome

pytestmark = pytest.mark.django_db
CITIZEN = [
    *["/", "/espace/", "/dossiers/", "/messages/", "/rappels/mes-echeances/", "/rappels/a-venir/", "/rappels/boite/"],
    *["/rappels/calendrier/", "/rappels/preferences/", "/programmes/pistes/resultat/", "/rappels/statistiques/"],
]
STAFF = ["/gestion/", "/gestion/work_items/workitem/"]
PAGES = {
    **{"amelie": CITIZEN, "bruno": CITIZEN, "alain": STAFF},
    "emile": [*STAFF[:1], "/gestion/indicators/outcome/tableau/"],
}


@pytest.mark.long
@pytest.mark.parametrize("day", difficult(today()))
def test_the_demonstration_is_made_and_opens(people, signed_in, day):
    with time_machine.travel(instant(day).timestamp()):
        call_command("seed_demo", verbosity=0)
        assert all(model.objects.exists() for model in (Dossier, Finding, Deadline, Outcome, Organization))
        for key, pages in PAGES.items():
            client = signed_in(people[key])
            assert all(client.get(page, follow=True).status_code == 200 for page in pages), key
