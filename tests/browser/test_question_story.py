"""A frequent question in gestion: begun, published, put right from a draft, and back to its former answer."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}$")).click()


@pytest.mark.parametrize("width", [390, 1280])
def test_an_answer_is_published_put_right_and_taken_back(as_person, shot, width):
    asked = f"Où stationner à {width}?"  # each walk asks its own
    emile, public = as_person("emile", width=width), as_person("anonymous", width=width)
    emile.goto("/gestion/questions/question/add/")
    emile.locator("[name=question_fr]").fill(asked)
    emile.locator("[name=answer_fr]").fill("Derrière le bâtiment.")
    shot(emile, f"q1-begin-{width}")
    press(emile, "Enregistrer le brouillon")
    expect(emile.locator("main")).to_contain_text("Ce que le public lira")
    shot(emile, f"q2-publish-{width}")
    press(emile, "Publier")
    emile.get_by_role("link", name="Modifier").click()
    emile.locator("[name=answer_fr]").fill("Derrière le bâtiment, et c’est gratuit.")
    press(emile, "Enregistrer et aller publier")
    expect(emile.locator("main ins")).to_contain_text("gratuit")
    shot(emile, f"q3-difference-{width}")
    public.goto("/questions/")
    expect(public.locator("main")).to_contain_text("Derrière le bâtiment.")
    press(emile, "Publier")
    public.reload()
    expect(public.locator("main")).to_contain_text("c’est gratuit")
    emile.get_by_role("link", name="Versions et différences").click()
    shot(emile, f"q4-versions-{width}")
    emile.get_by_role("link", name="Version 1").click()
    press(emile, "Revenir à cette version")
    press(emile, "Publier")
    public.reload()
    expect(public.locator("main")).not_to_contain_text("c’est gratuit")
    shot(emile, f"q5-back-{width}")


@pytest.mark.parametrize("width", [390, 1280])
def test_an_answer_goes_out_as_a_file_and_comes_back_put_right(as_person, shot, width, tmp_path):
    asked, emile = f"Où attendre à {width}?", as_person("emile", width=width)
    emile.goto("/gestion/questions/question/add/")
    emile.locator("[name=question_fr]").fill(asked)
    emile.locator("[name=answer_fr]").fill("Derrière le bâtiment.")
    press(emile, "Enregistrer le brouillon")
    press(emile, "Publier")
    shot(emile, f"q6-copies-{width}")
    with emile.expect_download() as download:
        emile.get_by_role("link", name="Exporter (.yaml)").click()
    file = tmp_path / "question.yaml"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("position:", "rang:"), encoding="utf-8")
    emile.goto("/gestion/questions/question/")
    emile.get_by_role("link", name="Importer un fichier").click()
    emile.locator("input[type=file]").set_input_files(file)
    press(emile, "Lire le fichier")
    expect(emile.locator("main")).to_contain_text("content.rang\u00a0: ce champ n’est pas connu.")
    shot(emile, f"q7-refused-{width}")
    file.write_text(text.replace("Derrière", "Devant"), encoding="utf-8")
    emile.locator("input[type=file]").set_input_files(file)
    press(emile, "Lire le fichier")
    expect(emile.locator("[name=answer_fr]")).to_have_value("Devant le bâtiment.")
    shot(emile, f"q8-brought-{width}")
    for noun, code in (("programs/program", "indemnités"), ("kinds/deadlinekind", "permis de conduire")):
        emile.goto(f"/gestion/{noun}/?q={code}")
        emile.locator("#result_list tbody th a").first.click()
        expect(emile.get_by_role("link", name="Exporter (.json)")).to_be_visible()
        shot(emile, f"q9-{noun.replace('/', '-')}-{width}")
