"""A type of dossier in «gestion»: begun from nothing, written row by row without script, published, retired."""

import pytest
from django.urls import reverse

from portal.dossier_type_versions.actions import import_dossier_types
from portal.dossier_type_versions.rows import ROWS
from portal.dossier_types.models import DossierType

pytestmark = pytest.mark.django_db
LIST = "admin:dossier_types_dossiertype_changelist"


def address(name, subject):
    return reverse(f"admin:dossier_types_dossiertype_{name}", kwargs={"pk": subject.pk})


def typed(page) -> dict[str, str]:
    """What the browser would send of the page as it is."""
    editor = page.context["editor"]
    sent = {"revision": str(page.context["revision"])}
    for form in [editor.form, *(form for rows in editor.rows.values() for form in [rows.management_form, *rows.forms])]:
        for field in form:
            value = field.value()
            if field.name != "DELETE":
                sent[field.html_name] = "" if value is None else str(value)
    return sent


def stage(prefix, name, awaits="team"):
    words = {"name_fr": name, "where_fr": "Ici.", "want_fr": "Rien.", "when_fr": "Bientôt.", "awaits": awaits}
    return {f"{prefix}-{name}": value for name, value in words.items()}


def test_from_nothing_to_published(signed_in, saaq_administrator, saaq_team):
    emile = signed_in(saaq_administrator)
    begun = emile.post(
        reverse("admin:dossier_types_dossiertype_add"), {"organization": saaq_team.organization_id, "title": "Vignette"}
    )
    subject = DossierType.objects.get(title_fr="Vignette")
    assert begun.url == address("edit", subject)
    page = emile.get(begun.url)
    for _row in range(2):
        page = emile.post(begun.url, typed(page) | {"add_stages": "1"})
        assert page.status_code == 200 and "Il reste quelque chose" not in page.content.decode()
    sent = (
        typed(page)
        | stage("stages-0", "Reçue")
        | stage("stages-1", "Étudiée")
        | {"stages-1-ORDER": "1", "stages-0-ORDER": "2"}
    )
    sent |= {"number_pattern": "V-{rang}", "promised_days": "10", "to_publish": "1"}
    done = emile.post(begun.url, sent)
    assert done.status_code == 302 and done.url == address("publish", subject)
    emile.post(done.url, {"revision": "2", "publish": "1"})
    subject.refresh_from_db()
    assert subject.is_published and [one.code for one in subject.all_stages] == ["etudiee", "recue"]
    assert "Étudiée" in emile.get(address("change", subject)).content.decode()


def test_what_cannot_be_kept_is_named_by_its_row_and_stays_typed(signed_in, saaq_administrator, saaq_team):
    import_dossier_types(by=None)
    emile, subject = signed_in(saaq_administrator), DossierType.objects.get(code="permis-conduire")
    page = emile.get(address("edit", subject))
    sent = typed(page) | {"remedies-0-days": "", "remedies-0-how_fr": "Par télécopieur."}
    refused = emile.post(address("edit", subject), sent)
    text = refused.content.decode()
    assert refused.status_code == 422 and "Recours 1, " in text and "Par télécopieur." in text
    assert not subject.versions.exists()


def test_two_administrators_at_once_the_second_keeps_what_was_typed(signed_in, people, saaq_team):
    import_dossier_types(by=None)
    emile, subject = signed_in(people["emile"]), DossierType.objects.get(code="permis-conduire")
    sent = typed(emile.get(address("edit", subject))) | {"promised_days": "12"}
    assert emile.post(address("edit", subject), sent).status_code == 302
    late = signed_in(people["carole"]).post(address("edit", subject), sent | {"promised_days": "13"})
    assert late.status_code == 422 and "Une autre personne a enregistré" in late.content.decode()
    assert subject.versions.get(number=2).content["promised_days"] == 12


def test_unchanged_nothing_changed(signed_in, saaq_administrator, saaq_team):
    """What the editor sends back of a shipped type is that type."""
    import_dossier_types(by=None)
    emile = signed_in(saaq_administrator)
    for subject in DossierType.objects.filter(organization=saaq_team.organization):
        emile.post(address("edit", subject), typed(emile.get(address("edit", subject))))
        draft = subject.versions.open().get()
        for name in ROWS:
            assert draft.content[name] == getattr(subject, name), name


def test_retired_from_its_page(signed_in, saaq_administrator, saaq_team):
    import_dossier_types(by=None)
    subject = DossierType.objects.get(code="permis-conduire")
    signed_in(saaq_administrator).post(reverse(LIST), {"action": "retire_chosen", "_selected_action": subject.pk})
    subject.refresh_from_db()
    assert subject.state == "retired"


def test_others_do_not_write_it(signed_in, people, saaq_agent, saaq_team):
    import_dossier_types(by=None)
    subject = DossierType.objects.get(code="permis-conduire")
    for user in (saaq_agent, people["daniel"]):
        assert signed_in(user).get(address("edit", subject)).status_code == 404
    assert signed_in(saaq_agent).get(reverse(LIST)).status_code == 403
