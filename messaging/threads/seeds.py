"""A conversation half-way, for the demonstration: through the real actions, with real files."""

import datetime as dt
import io
import uuid

import typst
from PIL import Image, ImageDraw

from messaging.threads.actions import read, reply, write
from messaging.threads.models import Message, Thread
from portal import clock
from portal.documents.uploads import seal_upload
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.organizations.models import Organization
from portal.people.models import User
from portal.requested_documents.actions import ask

# Fixed keys: seeding twice sends once.
_KEYS = [uuid.uuid5(uuid.NAMESPACE_URL, f"relais:demonstration:{number}") for number in range(4)]


def seed(people: dict[str, User]) -> None:
    """Amélie and the driver's licence team of the SAAQ: a question with two files, an answer with a letter,
    a requested document asked for."""
    amelie, agent = people["amelie"], people["alain"]
    if Message.objects.sent_with(by=amelie, key=_KEYS[0]).exists():
        return
    team = Organization.objects.get(code="saaq").teams.get(name="Permis de conduire")
    dossier = open_dossier(
        by=agent,
        citizen=amelie.citizen,
        team=team,
        number="SAAQ-2026-004182",
        dossier_type=DossierType.objects.get(code="permis-conduire"),
    )
    thread = write(
        by=amelie,
        citizen=amelie.citizen,
        team=team,
        dossier=dossier,
        subject="Changement d’adresse sur mon permis",
        body="Bonjour,\n\nJ’ai déménagé le mois dernier. Est-ce que mon permis doit être remplacé?\n"
        "Je joins mon nouveau bail et une photo de mon permis.\n\nMerci,\nAmélie Tremblay",
        key=_KEYS[0],
        uploads=[
            seal_upload("bail.pdf", _letter("Bail de logement", "12, rue des Érables, Québec (Québec)")),
            seal_upload("permis.jpg", _picture("PERMIS (exemple)")),
        ],
    )
    _answer(thread, agent)
    ask(
        by=agent,
        citizen=amelie.citizen,
        team=team,
        dossier=dossier,
        about=thread,
        label="Dernière page de votre bail, avec les signatures",
        reason="La copie reçue s’arrête avant les signatures. Une photo de la page suffit.",
        due_on=clock.today() + dt.timedelta(days=14),
    )
    _open_question(amelie, people)


def _answer(thread: Thread, agent: User) -> None:
    thread.refresh_from_db()
    read(by=agent, thread=thread, as_kind=Message.Author.AGENT)
    reply(
        by=agent,
        thread=thread,
        author_kind=Message.Author.AGENT,
        body="Bonjour Madame Tremblay,\n\nVotre adresse est changée dans nos dossiers. Votre permis reste "
        "valide\u00a0: vous n’avez pas à le remplacer. La confirmation est jointe.\n\nAlain Côté",
        key=_KEYS[1],
        uploads=[seal_upload("confirmation.pdf", _letter("Confirmation", "Votre nouvelle adresse est inscrite."))],
    )


def _open_question(amelie: User, people: dict[str, User]) -> None:
    """A second conversation, that nobody has answered yet: the agents' queue is not empty."""
    team = Organization.objects.get(code="ramq").teams.get(name="Carte d’assurance maladie")
    write(
        by=people["rachel"],
        citizen=amelie.citizen,
        team=team,
        subject="Renouvellement de la carte d’Amélie",
        body="Bonjour,\n\nJ’écris pour Amélie Tremblay. Peut-on renouveler sa carte sans nouvelle photo?\n\nRachel Roy",
        key=_KEYS[2],
    )


def _letter(title: str, text: str) -> bytes:
    """A one-page PDF. Words travel as data: `$` and `#` are syntax in Typst."""
    page = (
        '#set document(title: sys.inputs.title)\n#set text(lang: "fr", region: "ca", size: 12pt)\n'
        "= #sys.inputs.title\n#sys.inputs.text\n"
    )
    return typst.compile(page.encode(), sys_inputs={"title": title, "text": text})


def _picture(text: str) -> bytes:
    image = Image.new("RGB", (640, 400), "#dae6f0")
    ImageDraw.Draw(image).text((40, 180), text, fill="#223654", font_size=40)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()
