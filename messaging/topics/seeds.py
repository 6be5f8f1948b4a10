"""What people write about to the demonstration's teams."""

from messaging.topics.indexing import index
from messaging.topics.models import Topic
from portal.organizations.models import Team
from portal.people.models import User

TOPICS = {
    "Permis de conduire": [
        ("J’ai déménagé", "I have moved", "changement d’adresse, adresse, déménagement"),
        ("J’ai perdu mon permis de conduire", "I lost my driver’s licence", "vol, volé, remplacer, duplicata, carte"),
        ("Je veux renouveler mon permis de conduire", "I want to renew my driver’s licence", "renouvellement, expiré"),
    ],
    "Accidents de la route": [
        ("J’ai eu un accident", "I had an accident", "blessé, collision, indemnité, réclamation, auto"),
    ],
    "Carte d’assurance maladie": [
        ("J’ai perdu ma carte d’assurance maladie", "I lost my health insurance card", "carte soleil, vol, RAMQ"),
        ("J’arrive au Québec", "I am new to Québec", "nouvel arrivant, immigrant, inscription"),
    ],
    "Médicaments": [("Je paie trop cher mes médicaments", "My drugs cost too much", "pharmacie, prescription")],
    "Rentes et allocations": [
        ("Je prends ma retraite", "I am retiring", "pension, rente, RRQ, vieillesse"),
        ("J’attends un enfant ou je viens d’en avoir un", "I am having a child", "naissance, bébé, allocation famille"),
        ("Un proche est mort", "Somebody close to me died", "décès, mort, conjoint, survivant, funérailles"),
    ],
    "Particuliers": [("Je ne peux pas payer mes impôts", "I cannot pay my taxes", "dette, entente, retard, solde")],
    "Indemnisation": [("Je me suis blessé au travail", "I was injured at work", "accident, lésion, arrêt, CSST")],
    "Prestations parentales": [("Je prends un congé parental", "I take parental leave", "maternité, paternité, RQAP")],
}


def seed(people: dict[str, User]) -> None:
    """Idempotent: what was written since stays."""
    for team in Team.objects.filter(name__in=TOPICS).select_related("organization").order_by("pk"):
        offer(team, TOPICS[team.name])


def offer(team: Team, topics: list[tuple[str, str, str]]) -> None:
    """Give a team the topics (in French, in English, other words) that it lacks."""
    known = set(team.topics.values_list("name_fr", flat=True))
    for name_fr, name_en, words in topics:
        if name_fr not in known:
            Topic.objects.create(team=team, name_fr=name_fr, name_en=name_en, words=words)
    index(team)
