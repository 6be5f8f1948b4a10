"""Every page, for every role, admin included: axe, 320 px, 200 % text, keyboard, without JavaScript.

SGQRI 008 3.0 and WCAG 2.2 AA.
"""

import json
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import prove_again, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

PUBLIC = """
/ /aide/ /accessibilite/ /confidentialite/ /composants/ /demonstration/ /rappels/
/rappels/types/permis-conduire-paiement/ /programmes/ /programmes/allocation-famille/ /programmes/pistes/
/programmes/pistes/resultat/ /programmes/pistes/par-la-poste/ /programmes/pistes/questions/birth_date/
/programmes/pistes/questions/children/
/programmes/pistes/questions/immigration_status/ /programmes/pistes/questions/road_accident_date/
/programmes/pistes/questions/family_net_income/ /programmes/pistes/questions/home_project/
/programmes/?theme=famille&evenement=naissance /programmes/?q=zzzzzz /rappels/?genre=expiry&mots=carte
/programmes/evenements/ /programmes/evenements/naissance/
/recherche/ /recherche/?q=permis /recherche/?q=zzzzzz /questions/ /rappels/statistiques/ /compte/login/ /compte/signup/
/reconnaitre/ /compte/fermer/fait/
/compte/signup/passkey/ /compte/password/reset/ /page-qui-n-existe-pas/ /annuler/ /annuler/fait/
/document/ /document/termine/
""".split()
CITIZEN = """
/espace/ /espace/consultations/ /espace/consultations/?voir=tout
/messages/ /messages/a-qui/ /messages/chercher/ /messages/nouveau/ /messages/nouveau/?aiguillage=1
/dossiers/ /documents/ /documents/deposer/ /rappels/mes-echeances/ /rappels/boite/
/rappels/preferences/ /rappels/preferences/consentements/ /rappels/preferences/joindre/ /rappels/a-venir/
/rappels/calendrier/ /rappels/relier/ /rappels/coordonnees/
/rappels/types/permis-conduire-paiement/me-le-rappeler/ /programmes/pistes/resultat/
/programmes/pistes/par-la-poste/ /compte/email/
/compte/phone/change/ /compte/password/change/ /compte/2fa/ /compte/2fa/totp/activate/ /compte/2fa/webauthn/
/compte/2fa/webauthn/add/ /compte/sessions/ /compte/logout/ /aider/pour-moi/ /aider/inviter/
/compte/profil/ /compte/profil/nom/ /compte/donnees/ /compte/fermer/ /code-aide/ /mon-code/
/premiers-pas/ /premiers-pas/rappels/ /premiers-pas/aides/ /premiers-pas/fin/
""".split()
AGENT = """
/gestion/ /gestion/work_items/workitem/ /gestion/threads/thread/ /gestion/threads/thread/dans-les-messages/
/gestion/group_messages/groupmessage/ /gestion/group_messages/groupmessage/ecrire/ /gestion/dossiers/dossier/
/gestion/documents/document/ /gestion/people/citizen/ /gestion/deadlines/deadline/ /gestion/deliveries/delivery/
/gestion/imported_deadlines/importeddeadline/ /gestion/imported_dossiers/importeddossier/
/gestion/guest_mail/guestshipment/
/gestion/calls/call/ /gestion/calls/call/?etat=termines
/gestion/assisted/servedperson/ /gestion/fallback/deadletter/ /gestion/contact_changes/contactchange/ /compte/2fa/
""".split()
ADMINISTRATOR = """
/gestion/ /gestion/organizations/organization/ /gestion/organizations/team/ /gestion/organizations/team/add/
/gestion/organizations/membership/ /gestion/organizations/membership/add/ /gestion/audit/auditevent/
/gestion/kinds/deadlinekind/ /gestion/kinds/deadlinekind/add/
/gestion/kinds/deadlinekind/importer/ /gestion/questions/question/importer/
/gestion/programs/program/ /gestion/facts/factdefinition/
/gestion/life_events/lifeevent/ /gestion/prompts/prompt/ /gestion/prompts/prompt/add/
/gestion/webhooks/subscription/ /gestion/webhooks/subscription/creer/
/gestion/imported_dossiers/dossierfile/ /gestion/imported_dossiers/dossierfile/deposer/
/gestion/imported_deadlines/deadlinefile/ /gestion/imported_deadlines/deadlinefile/deposer/ /gestion/api/apitoken/
/gestion/staff/stafffile/ /gestion/staff/stafffile/deposer/
/gestion/api/apitoken/creer/ /gestion/indicators/outcome/ /gestion/indicators/outcome/tableau/
/gestion/indicators/report/
""".split()
OPERATOR = """
/gestion/ /gestion/result_letters/resultletter/ /gestion/result_letters/resultletterbatch/
/gestion/invitations/invitationbatch/ /gestion/letters/letter/ /gestion/letters/letterbatch/
/gestion/fallback/deadletter/ /gestion/catalogue/synonym/ /gestion/catalogue/synonym/add/
/gestion/catalogue/synonym/versions/ /gestion/contact_changes/contactchange/ /gestion/questions/question/add/
/gestion/mandate_letters/mandateletterbatch/
""".split()
ROLES = {
    "anonymous": PUBLIC,
    "amelie": CITIZEN,
    "rachel": ["/aider/"],
    "alain": AGENT,
    "emile": ADMINISTRATOR,
    "olga": OPERATOR,
}
# The first object of these lists is opened too.
LISTS = {
    "rachel": ["/aider/"],  # the place of whom she helps
    "amelie": ["/messages/", "/dossiers/", "/rappels/mes-echeances/", "/rappels/boite/", "/rappels/preferences/"],
    "alain": ["/gestion/threads/thread/", "/gestion/documents/document/", "/gestion/dossiers/dossier/",
              "/gestion/people/citizen/", "/gestion/imported_deadlines/importeddeadline/",
              "/gestion/assisted/servedperson/"],
    "olga": ["/gestion/letters/letter/", "/gestion/letters/letterbatch/", "/gestion/catalogue/synonym/",
             "/gestion/questions/question/"],
    "emile": ["/gestion/kinds/deadlinekind/", "/gestion/programs/program/", "/gestion/organizations/team/",
              "/gestion/organizations/membership/", "/gestion/organizations/organization/",
              "/gestion/audit/auditevent/",
              "/gestion/indicators/report/"],
}  # fmt: skip
OWN_PAGES = {
    "/gestion/kinds/deadlinekind/": ["editeur", "apercu", "publier", "versions"],
    "/gestion/programs/program/": ["mots", "conditions", "exemples", "apercu", "publier", "versions"],
    "/gestion/questions/question/": ["editeur", "publier", "versions"],
    "/gestion/threads/thread/": ["imprimer"],
    "/gestion/assisted/servedperson/": ["mandats"],
}
"""Pages of the first object, beside its own."""
FIRST = (
    "main tbody th a, main .r-list a.r-row-title, main .r-list .r-row a, main .r-card a, main .r-panel h2 a, "
    "main .r-for-others a"
)


def pages_of(page: Page, role: str) -> list[str]:
    paths = list(ROLES[role])
    for listing in LISTS.get(role, []):
        page.goto(listing)
        link = page.locator(FIRST).first
        if link.count():
            href = link.get_attribute("href")
            paths.append(href)
            paths += [href.split("?")[0].replace("change/", f"{name}/") for name in OWN_PAGES.get(listing, [])]
    return paths


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.timeout(900)  # a crawl of dozens of pages, on a busy machine too
def test_every_page(as_person, relais, role):
    """Each page is opened once, and looked at in every way: whole, light, dark, at 320 px, with text twice as large."""
    page, faults, one_found = as_person(role), [], []
    if role in {"anonymous", "amelie"}:  # so that findings have something to say
        page.goto("/programmes/pistes/questions/resident_quebec/")
        page.locator("main input[value=yes]").check()
        page.get_by_role("button", name="Continuer").click()
    page.on("console", lambda message: one_found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: one_found.append(str(error)))
    for path in pages_of(page, role):
        one_found.clear()
        status = page.goto(path).status
        prove_again(relais, page, role)
        found = [*parts_missing(page), *axe_faults(page, EVERY_RULE, "light"), *overflow(page), *covered(page)]
        page.emulate_media(color_scheme="dark")
        found += axe_faults(page, COLOURS, "dark")  # the theme changes nothing else
        page.emulate_media(color_scheme="light")
        found += [f"console: {text}" for text in one_found if status == 200]  # where the CSP tells its refusals
        faults += [f"{path}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def parts_missing(page: Page) -> list[str]:
    """One h1, one main landmark, the language, help by telephone; a title that begins as the h1, and no dangling id."""
    wanted = {"h1": 1, "main": 1, "html[lang=fr-CA]": 1}
    faults = [
        f"{page.locator(part).count()} {part}" for part, count in wanted.items() if page.locator(part).count() != count
    ]
    title, h1 = (" ".join(text.split()) for text in (page.title(), page.locator("h1").first.inner_text()))
    if not title.startswith(h1) and page.url.rstrip("/").count("/") > 2:  # the home's title is the portal's name
        faults.append(f"«{title}» does not begin as «{h1}»")
    faults += [f"{ids} names nothing" for ids in page.evaluate(DANGLING)]
    faults += page.evaluate(SAID_TWICE) + page.evaluate(CLOSED_WITHOUT_REASON)
    return faults + ([] if page.locator("footer a[href^='tel:']").count() else ["no telephone in the footer"])


FAULTS_ONLY = {"resultTypes": ["violations"]}
"""What passes is not described: half of axe's work."""
EVERY_RULE = {"rules": {"label-content-name-mismatch": {"enabled": True}}} | FAULTS_ONLY
"""Axe's usual rules, and the one about speaking what is seen, that it holds for experimental."""
COLOURS = {"runOnly": ["color-contrast"]} | FAULTS_ONLY
DANGLING = """() => [...document.querySelectorAll("[aria-describedby], [aria-labelledby]")].flatMap((one) =>
    ["aria-describedby", "aria-labelledby"].flatMap((name) => (one.getAttribute(name) || "").split(/\\s+/)))
    .filter((id) => id && !document.getElementById(id))"""
SAID_TWICE = """() => {
    const sorts = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], output";
    const live = [...document.querySelectorAll(sorts)], filled = (texts) => texts.filter(Boolean);
    const ids = filled(live.map((one) => one.id)), texts = filled(live.map((one) => one.innerText.trim()));
    return [
        ...live.filter((one) => one.parentElement.closest(sorts))
            .map((one) => `a live region inside another: ${one.innerText.slice(0, 40)}`),
        ...ids.filter((id, rank) => ids.indexOf(id) !== rank).map((id) => `two live regions named ${id}`),
        ...texts.filter((text, rank) => texts.indexOf(text) !== rank).map((text) => `said twice: ${text.slice(0, 40)}`),
    ];
}"""
CLOSED_WITHOUT_REASON = """() => [...document.querySelectorAll("main :is(button, input, select, textarea):disabled")]
    .filter((one) => one.type !== "hidden" && one.checkVisibility())
    .filter((one) => ![one, one.closest("fieldset:disabled")].some((closed) =>
        (closed?.getAttribute("aria-describedby") || "").split(/\\s+/).some((id) =>
            document.getElementById(id)?.innerText.trim())))
    .map((one) => `${one.name || one.innerText} is closed and does not say why`)"""
COVERED = """() => {
    const stays = (one) => ["sticky", "fixed"].includes(getComputedStyle(one).position);
    const bars = [...document.querySelectorAll("*")].filter(stays);
    if (!bars.length) return [];
    const stops = [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")];
    return stops.filter((stop) => {
        if (bars.some((bar) => bar.contains(stop)) || !stop.checkVisibility()) return false;
        stop.focus();
        if (document.activeElement !== stop) return false;
        const box = stop.getBoundingClientRect();
        const x = box.x + box.width / 2;
        const seen = [box.top + 1, box.bottom - 1].filter((y) => y >= 0 && y <= innerHeight);
        return seen.some((y) => bars.some((bar) => bar.contains(document.elementFromPoint(x, y))));
    }).map((stop) => stop.name || stop.textContent.trim().slice(0, 40));
}"""


def covered(page: Page) -> list[str]:
    """What has the focus is not behind a bar that stays in sight (WCAG 2.4.11)."""
    return [f"«{name}» is behind a bar when it has the focus" for name in page.evaluate(COVERED)]


def axe_faults(page: Page, options: dict, theme: str) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    result = page.evaluate(f"axe.run({json.dumps(options)})")
    return [
        f"{fault['id']} ({fault['impact']}, {theme}): " + "; ".join(node["html"][:120] for node in fault["nodes"][:3])
        for fault in result["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]


def overflow(page: Page) -> list[str]:
    """Sideways scroll at 320 px, then with the text twice as large (the design system's base is 62.5 %)."""
    faults, wide = [], "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    usual = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 900})
    if pixels := page.evaluate(wide):
        faults.append(f"{pixels} px too wide at 320 px")
    page.set_viewport_size(usual)
    page.evaluate("document.documentElement.style.fontSize = '125%'")
    if pixels := page.evaluate(wide):
        faults.append(f"{pixels} px too wide with text twice as large")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return faults


@pytest.mark.parametrize(
    ("role", "path"), [("anonymous", "/"), ("amelie", "/messages/nouveau/"), ("alain", "/gestion/")]
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(as_person, role, path):
    page = as_person(role)
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"
    seen = set()
    for _ in range(120):
        state = page.evaluate(
            """() => { const e = document.activeElement, b = e.getBoundingClientRect();
            const shows = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
            const card = e.closest(".r-card");  // a link stretched over its card shows the focus on the card
            return [e.tagName + (e.name || e.href || e.textContent.trim().slice(0, 30)),
                    shows(getComputedStyle(e)) || shows(getComputedStyle(e, "::after"))
                    || Boolean(card && shows(getComputedStyle(card))), b.width > 0 && b.height > 0]; }"""
        )
        if state[0].startswith("BODY"):
            break
        seen.add(state[0])
        assert state[2], f"{state[0]} has the focus and cannot be seen"
        assert state[1], f"{state[0]}: the focus does not show"
        page.keyboard.press("Tab")
    wanted = page.locator("main a[href]:visible, main button:visible, main select:visible, main textarea:visible")
    assert len(seen) >= min(wanted.count(), 8)


def test_the_portal_works_without_javascript(relais, new_context):
    """Sign in, open the menu, write a message, at 320 px, with scripts off."""
    page = new_context(width=320, java_script=False).new_page()
    sign_in(relais, page, "bruno")
    page.goto("/espace/")
    page.locator("summary", has_text="Menu").click()
    page.locator("details[open] nav").get_by_role("link", name="Messages").click()
    page.get_by_role("link", name="Écrire un message").first.click()
    page.get_by_label("De quoi s’agit-il?").fill("mes médicaments")
    page.get_by_role("button", name="Trouver le service").click()
    page.locator("main").get_by_role("link", name="Médicaments", exact=True).first.click()
    page.get_by_label("Objet").fill("Sans script")
    page.get_by_label("Message", exact=True).fill("Un message écrit sans JavaScript.")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.locator("main")).to_contain_text("Un message écrit sans JavaScript.")


def test_an_error_says_what_to_do_and_loses_nothing(as_person):
    page = as_person("amelie")
    page.goto("/messages/nouveau/")
    page.get_by_label("Message", exact=True).fill("Je ne veux pas perdre ceci.")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_label("Message", exact=True)).to_have_value("Je ne veux pas perdre ceci.")
    expect(page.locator("main")).to_contain_text(re.compile("service|objet", re.I))
    assert page.evaluate("document.activeElement.matches('[data-focus], [data-focus] *')")
