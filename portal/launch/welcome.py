"""What the terminal shows once the demonstration is served: where, who, and how to stop."""

import json
from pathlib import Path

from portal.launch.sentences import say

ROLES = {
    "citizen": "citoyenne ou citoyen",
    "representative": "représentante ou représentant",
    "agent": "agente ou agent",
    "supervisor": "superviseure ou superviseur",
    "administrator": "administratrice ou administrateur",
    "operator": "exploitation du portail",
}


def welcome(address: str, accounts: Path, *, seconds: float) -> None:
    duration = f"{seconds:.1f}".replace(".", ",")
    say(f"\nRelais est prêt ({duration} s) : {address}\n")
    people = json.loads(accounts.read_text(encoding="utf-8"))
    passwords = {person["password"] for person in people}
    shared = passwords.pop() if len(passwords) == 1 else ""
    say(f"Comptes de démonstration (mot de passe : {shared})" if shared else "Comptes de démonstration")
    for person in people:
        role = ROLES.get(person["role"], person["role"])
        secret = "" if shared else f"  {person['password']}"
        say(f"  {person['email']:<30}{person['name']}, {role}{secret}")
    say(f"\nCodes de connexion, courriels et textos envoyés, horloge : {address}/demonstration/")
    say("Ctrl-C arrête tout; les données sont gardées.")
