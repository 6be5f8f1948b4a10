"""The editor walked without JavaScript: what a browser posts, what comes back, what is kept."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.publishing.pages import address as address_of
from reminders.kind_versions.forms import KindForm
from reminders.kind_versions.models import KindVersion
from reminders.kinds.models import DeadlineKind
from tests.reminders.kind_versions.conftest import values_of


def shown(answer) -> str:
    return answer.content.decode()


def post(client, address, values, *, button="", **changes):
    sent = {**values, **changes}
    return client.post(address, {**sent, button: "1"} if button else sent)


def test_a_kind_is_created_refused_completed_previewed_and_published(client, licence, signed_in, saaq_administrator):
    """The story of the issue, in forms only."""
    emile = signed_in(saaq_administrator)
    begun = emile.post(
        reverse("admin:kinds_deadlinekind_add"),
        {"title": "Photo du permis", "nature": "expiry", "organization": str(licence.organization_id)},
    )
    assert begun.status_code == 302
    kind = DeadlineKind.objects.get(code="photo-du-permis")
    page = shown(emile.get(begun.url))
    assert "La conséquence d’un retard manque" in page
    values = values_of(page)
    saved = post(emile, begun.url, values, button="publish")
    refused = shown(emile.get(saved.url))
    assert "ne peut pas encore être publié" in refused and "La marche à suivre manque" in refused
    publish = reverse("admin:kinds_deadlinekind_publish", args=[kind.pk])
    assert "Il reste 5 points à corriger" in shown(emile.post(publish, {"publish": "1", "revision": "2"}, follow=True))
    page = shown(emile.get(begun.url))
    fields = {
        "consequence_fr": "La carte n’est plus valide.",
        "procedure_fr": "Prendre rendez-vous\r\nApporter une pièce d’identité",
        "date_rule": "date_on_document",
        "official_url": "https://saaq.example/photo",
        "style": "open",
        "team": "Permis de conduire",
    }
    late = "Carte à renouveler le {date}, sinon elle n’est plus valide. Voir {where}"
    fields |= {f"steps-{number}-text_{language}": late for number in range(3) for language in ("fr", "en")}
    saved = post(emile, begun.url, values_of(page), button="preview", **fields)
    preview = shown(emile.get(saved.url))
    assert "30 jours avant" in preview and "Camille Exemple" in preview and "dans votre espace Relais" in preview
    assert client.get(kind.get_absolute_url()).status_code == 404
    revision = KindVersion.objects.get(kind=kind).revision
    done = emile.post(publish, {"publish": "1", "revision": str(revision)}, follow=True)
    assert "C’est publié" in shown(done)
    kind.refresh_from_db()
    assert kind.team.name == "Permis de conduire"
    assert kind.is_published and kind.procedure_fr == ["Prendre rendez-vous", "Apporter une pièce d’identité"]
    assert "La carte n’est plus valide" in shown(client.get(kind.get_absolute_url()))


def test_saving_the_page_as_it_came_changes_nothing(signed_in, saaq_administrator, licence, address):
    """Every field goes out and comes back the same: nothing is lost on the way through the forms."""
    emile = signed_in(saaq_administrator)
    for kind in DeadlineKind.objects.filter(organization=licence.organization):
        edit = address("edit", kind)
        assert post(emile, edit, values_of(shown(emile.get(edit)))).status_code == 302
        event = AuditEvent.objects.filter(verb="deadline_kind.drafted", subject_id=str(kind.pk)).latest("pk")
        assert event.detail["changed"] == [], kind.code


def test_adding_a_row_comes_back_with_what_was_written_and_writes_nothing(
    signed_in, saaq_administrator, licence, address
):
    emile, edit = signed_in(saaq_administrator), address("edit")
    values = values_of(shown(emile.get(edit)))
    page = shown(post(emile, edit, values, button="add_steps", title_fr="En cours d’écriture"))
    again = values_of(page)
    assert again["title_fr"] == ["En cours d’écriture"] and again["steps-TOTAL_FORMS"] == ["6"]
    assert "Le brouillon n’est pas encore enregistré" not in page
    page = shown(post(emile, edit, again, button="add_tiers"))
    assert values_of(page)["tiers-TOTAL_FORMS"] == [str(int(again["tiers-TOTAL_FORMS"][0]) + 1)]
    assert not licence.versions.open().exists()
    added = {"steps-5-when": "after", "steps-5-days": "60", "steps-5-text_fr": "Il est encore temps. Voir {where}"}
    assert post(emile, edit, again, **added).status_code == 302
    assert [step.offset_days for step in licence.versions.open().get().written.steps] == [-30, -7, -1, 1, 7, 60]


def test_a_step_and_a_tier_are_removed_by_their_box(signed_in, saaq_administrator, licence, address):
    emile, edit = signed_in(saaq_administrator), address("edit")
    values = values_of(shown(emile.get(edit)))
    assert post(emile, edit, values, **{"steps-0-DELETE": "on", "tiers-0-DELETE": "on"}).status_code == 302
    result = licence.versions.open().get().written
    assert [step.offset_days for step in result.steps] == [-7, -1, 1, 7] and result.columns["tiers"] == []


def test_what_cannot_be_kept_is_said_and_everything_written_stays(signed_in, saaq_administrator, licence, address):
    emile, edit = signed_in(saaq_administrator), address("edit")
    values = values_of(shown(emile.get(edit)))
    wrong = {
        "date_rule": "calendar",
        "calendar_days": "31 février",
        "steps-1-days": "-3",
        "send_at": "midi",
        "sources": "pas une adresse",
        "title_fr": "Gardé",
    }
    answer = post(emile, edit, values, **wrong)
    page = shown(answer)
    assert answer.status_code == 422 and "Le brouillon n’est pas encore enregistré" in page
    assert "n’est pas un jour de l’année" in page and "«\u00a0pas une adresse\u00a0» n’est pas une adresse" in page
    assert "Écrivez un nombre de jours, de 0 à 3\u00a0660, sans signe." in page
    again = values_of(page)
    assert all(again[name] == [value] for name, value in wrong.items())
    assert not licence.versions.open().exists()


def test_two_who_write_at_once_are_told_and_lose_nothing(signed_in, people, licence, address, drafted):
    emile, edit = signed_in(people["emile"]), address("edit")
    values = values_of(shown(emile.get(edit)))
    drafted(title_fr="Par une autre personne", by=people["carole"])
    answer = post(emile, edit, values, title_fr="Le mien")
    page = shown(answer)
    assert answer.status_code == 422 and "Une autre personne a enregistré ce brouillon" in page
    assert values_of(page)["title_fr"] == ["Le mien"]
    assert licence.versions.open().get().written.columns["title_fr"] == "Par une autre personne"


def test_what_one_types_is_linted_and_drawn_without_writing(signed_in, saaq_administrator, licence, address):
    emile, edit = signed_in(saaq_administrator), address("edit")
    values = values_of(shown(emile.get(edit)))
    changes = {"steps-1-text_fr": "Bonjour {prenom}, voir https://exemple.ca", "steps-0-days": "45"}
    live = shown(post(emile, edit, values, button="check", **changes))
    assert "n’est pas remplacé" in live and 'id="about-id_steps-1-text_fr"' in live and ">\u221245<" in live
    assert "<html" not in live and not licence.versions.open().exists()


def test_the_drafts_name_follows_its_revision_and_success_ends_it(signed_in, saaq_administrator, licence, address):
    emile, edit = signed_in(saaq_administrator), address("edit")
    page = shown(emile.get(edit))
    assert f'data-draft="kind-{licence.pk}-0"' in page
    post(emile, edit, values_of(page))
    page = shown(emile.get(edit))
    assert f'name="draft-done" content="kind-{licence.pk}-0"' in page and f'data-draft="kind-{licence.pk}-1"' in page


def test_every_choice_of_rule_is_a_choice_and_no_code_is_typed(signed_in, saaq_administrator, licence, address):
    emile, edit = signed_in(saaq_administrator), address("edit")
    values = values_of(shown(emile.get(edit)))
    data = {
        "calendar:04-30,12-01": {"date_rule": "calendar", "calendar_days": "30 avril\r\n1er décembre"},
        "birth_date:75,80+2": {"date_rule": "ages", "ages": "75, 80", "every_years": "2"},
        "event:move+30d": {"date_rule": "event", "event": "move", "delay": "30", "unit": "d", "side": "+"},
        "event:lease_end-3m": {"date_rule": "event", "event": "lease_end", "delay": "3", "unit": "m", "side": "-"},
        "appointment": {"date_rule": "appointment"},
    }
    for number, (basis, changes) in enumerate(data.items()):
        assert post(emile, edit, values, **changes, revision=str(number)).status_code == 302
        assert licence.versions.open().get().written.columns["basis"] == basis


def test_a_text_that_holds_code_stays_text_everywhere(client, signed_in, saaq_administrator, licence, address, drafted):
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    draft = drafted(
        title_fr=f"Permis {attack}",
        consequence_fr=attack,
        procedure_fr=[attack],
        audience_fr=attack,
        steps=lambda steps: [type(steps[0])(offset_days=-7, text_fr=f"{attack} {{date}} {{where}}", text_en=attack)],
    )
    emile = signed_in(saaq_administrator)
    pages = [shown(emile.get(address(name))) for name in ("change", "edit", "preview", "publish", "ledger")]
    pages.append(shown(emile.get(address("version", number=draft.number))))
    emile.post(address("publish"), {"publish": "1", "revision": str(draft.revision)})
    licence.refresh_from_db()
    pages += [shown(emile.get(address("change"))), shown(client.get(licence.get_absolute_url()))]
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in pages[1]


def test_a_file_goes_from_one_environment_to_another(signed_in, people, licence, address, ramq_administrator):
    exported = signed_in(people["emile"]).get(address("export"))
    assert exported["Content-Disposition"] == 'attachment; filename="permis-conduire-paiement.json"'
    assert '"id"' not in json.dumps(json.loads(exported.content)["content"]["steps"])
    sent = {
        "file": SimpleUploadedFile("a.json", exported.content),
        "organization": str(ramq_administrator.memberships.get().organization_id),
    }
    answer = signed_in(ramq_administrator).post(reverse("admin:kinds_deadlinekind_import"), sent)
    assert answer.status_code == 302
    made = DeadlineKind.objects.get(code="permis-conduire-paiement-2")
    assert made.organization.code == "ramq" and not made.is_published
    before, after = licence.versions.get(state="published").written, made.versions.get().written
    assert after.columns == before.columns | {"team": ""} and [s.text_fr for s in after.steps] == [
        s.text_fr for s in before.steps
    ]


def test_the_list_says_which_kinds_are_being_written(signed_in, saaq_administrator, licence, drafted):
    drafted(title_fr="x")
    page = shown(signed_in(saaq_administrator).get(reverse("admin:kinds_deadlinekind_changelist")))
    assert "Importer un fichier" in page and "Ajouter" in page and licence.title_fr in page
    assert "en cours" in page and "à approuver" not in page


@pytest.mark.parametrize("revision", ["²", "9" * 5000, "", "-1"])
def test_a_revision_that_is_no_number_publishes_nothing(signed_in, saaq_administrator, licence, revision):
    """Somebody else's page, or nobody's: read it again."""
    client, before = signed_in(saaq_administrator), licence.published_at
    for page in ("publish", "edit"):
        answer = client.post(address_of(page, licence), {"publish": "1", "revision": revision}, follow=True)
        assert answer.status_code in {200, 422}
    licence.refresh_from_db()
    assert licence.published_at == before and not licence.versions.filter(state="draft").exists()


def test_more_dates_than_a_rule_holds_are_told():
    """A column of sixty-four signs: refused while one writes, not when one publishes."""
    nine, ten = ("\n".join(f"{day} mai" for day in range(1, last)) for last in (10, 11))
    form = KindForm({"date_rule": "calendar", "calendar_days": ten}, teams=[], programs=[])
    assert "Neuf dates" in str(form.errors["calendar_days"])
    assert (
        "calendar_days" not in KindForm({"date_rule": "calendar", "calendar_days": nine}, teams=[], programs=[]).errors
    )


def test_a_delay_that_leaves_the_calendar_is_told():
    data = {"date_rule": "event", "event": "move", "delay": "3000", "unit": "y", "side": "-"}
    assert "trop long" in str(KindForm(data, teams=[], programs=[]).errors["delay"])
    assert "delay" not in KindForm(data | {"unit": "d"}, teams=[], programs=[]).errors


@pytest.mark.parametrize("days", ["-4", "4000", "quatre", ""])
def test_a_day_that_cannot_be_read_is_no_day_of_the_date(signed_in, saaq_administrator, licence, address, days):
    """The step was called «Le jour même» and drawn on the date."""
    emile, edit = signed_in(saaq_administrator), address("edit")
    page = shown(emile.get(edit))
    answer = shown(post(emile, edit, values_of(page), **{"steps-0-days": days}))
    assert "<title>Erreur :" in answer and "<legend>Jour à préciser</legend>" in answer
    assert answer.count("le jour même") == page.count("le jour même") + 2 * (not days)  # the sentence that offers it
    assert "Écrivez un nombre de jours" in answer


def test_the_organization_is_said_when_there_is_only_one(signed_in, people, saaq_administrator, second_administrator):
    for name in (
        "kinds_deadlinekind_add",
        "kinds_deadlinekind_import",
        "imported_deadlines_deadlinefile_give",
        "api_apitoken_make",
        "webhooks_subscription_make",
    ):
        address = reverse(f"admin:{name}")
        alone = shown(signed_in(saaq_administrator).get(address))
        assert "Organisme : Société de l’assurance automobile" in alone and '<select name="organization' not in alone
        assert '<select name="organization"' in shown(signed_in(second_administrator).get(address)), name
    alone = shown(signed_in(saaq_administrator).get(reverse("admin:programs_program_add")))
    assert "Organisme : Société de l’assurance automobile" in alone
    empty = shown(signed_in(saaq_administrator).post(reverse("admin:programs_program_add"), {"theme": "accident"}))
    assert empty.count("Il reste quelque chose à corriger") == 1


def test_the_place_to_go_is_typed_in_french_and_kept_as_before(signed_in, saaq_administrator, licence, address):
    emile, edit = signed_in(saaq_administrator), address("edit")
    page = shown(emile.get(edit))
    assert "{lieu}" in page and "{where}" not in page
    texts = {"steps-0-text_fr": "Payer. En retard : des frais. Voir {lieu}", "steps-1-text_fr": "Voir {where}"}
    assert post(emile, edit, values_of(page), **texts).status_code == 302
    steps = licence.versions.open().get().written.steps
    assert [step.text_fr[-12:] for step in steps[:2]] == ["Voir {where}", "Voir {where}"]
    assert "{lieu}" not in str(licence.versions.open().get().content)


def test_the_summary_says_which_step_and_not_that_a_chosen_rule_is_missing(
    signed_in, saaq_administrator, drafted, address
):
    drafted(basis="")
    emile, edit = signed_in(saaq_administrator), address("edit")
    wrong = {"date_rule": "calendar", "calendar_days": "31 février", "steps-1-days": "-3", "steps-2-days": "-1"}
    page = shown(post(emile, edit, values_of(shown(emile.get(edit))), **wrong))
    assert ">Étape 2, Jours</a>" in page and ">Étape 3, Jours</a>" in page
    assert "On ne sait pas d’où vient la date" not in page
