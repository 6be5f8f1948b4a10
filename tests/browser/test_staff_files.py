"""An administrator invites a team by a file: the template, the trial, what is to correct, the report, on two widths."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import some_letters, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
TEAM = "Permis de conduire"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_team_is_invited_by_a_file(relais, as_person, shot, width):
    mark = some_letters()
    good = [f"{mark}-{number}@ville.example;Agente;{TEAM}" for number in range(6)]
    rows = ["Courriel;Rôle;Équipe", *good, f"{mark}-a@vile.example;administratrice;", f"{mark}-b@ville.example;agente;"]
    emile = as_person("emile", width=width)
    emile.goto("/gestion/staff/staffinvitation/")
    shot(emile, f"staff-list-{width}")
    emile.get_by_role("link", name="Inviter par fichier").click()
    with emile.expect_download() as template:
        emile.get_by_role("link", name="CSV").click()
    assert TEAM in template.value.path().read_text("utf-8-sig")
    shot(emile, f"staff-give-{width}")
    upload = {"name": "equipe.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    emile.locator("input[type=file]").set_input_files([upload])
    emile.get_by_role("button", name="Essayer ce fichier").click()
    main = emile.locator("main")
    expect(main).to_contain_text(re.compile(r"Lignes lues\s*8"), timeout=60_000)
    expect(main.get_by_role("region", name="Cases à corriger").locator("tbody tr")).to_have_count(1)
    expect(main.get_by_role("region", name="Adresses de courriel")).to_contain_text("vile.example")
    shot(emile, f"staff-trial-{width}")
    assert emile.evaluate("document.documentElement.scrollWidth <= innerWidth")
    emile.get_by_role("button", name="Recevoir").click()  # without those who would administer
    expect(main).to_contain_text(re.compile(r"Invitations envoyées\s*6"), timeout=60_000)
    shot(emile, f"staff-report-{width}")
    wait_until(lambda: all(relais.mails(row.partition(";")[0]) for row in good), 60, "the invitations")
    assert not relais.mails(f"{mark}-a@vile.example")
    emile.get_by_role("link", name="Voir les invitations, et qui a répondu").click()
    expect(emile.locator("main")).to_contain_text(f"{mark}-5@ville.example")
