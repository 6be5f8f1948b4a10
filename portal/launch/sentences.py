"""What the commands say: plain French sentences, each failure with what to do next."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator


class Trouble(Exception):
    """Something the person can repair: what happened, then what to do."""

    def __init__(self, what: str, then: str) -> None:
        super().__init__(what)
        self.what = what
        self.then = then

    def __str__(self) -> str:
        return f"{self.what}\n→ {self.then}"


NO_SPACE = Trouble("Le disque est plein.", "Libérez de l’espace (2 Go suffisent), puis relancez la même commande.")
NO_NETWORK = Trouble(
    "Les bibliothèques n’ont pas pu être téléchargées : le réseau ne répond pas.",
    "Vérifiez la connexion (ou le mandataire de votre réseau), puis relancez la même commande : elle reprendra.",
)
NO_VENV = Trouble(
    "Python ne peut pas créer d’environnement : son module « venv » n’est pas installé.",
    "Sous Debian ou Ubuntu : sudo apt install python3-venv. Relancez ensuite la même commande.",
)
NO_RIGHT = Trouble(
    "Relais n’a pas le droit d’écrire dans son dossier.",
    "Donnez ce droit à votre compte, ou clonez Relais dans un dossier à vous, puis relancez la même commande.",
)
ALTERED = Trouble(
    "Une bibliothèque reçue n’est pas celle qui était attendue : son empreinte diffère. Rien n’a été installé.",
    "Relancez la même commande; si cela se répète, prévenez la personne qui tient ce dépôt.",
)

# Signs looked for in what a tool printed, in this order.
_SIGNS: tuple[tuple[Trouble, tuple[str, ...]], ...] = (
    (NO_SPACE, ("no space left on device", "enospc", "disk quota exceeded", "[errno 28]", "[errno 122]")),
    (NO_VENV, ("ensurepip is not available", "no module named ensurepip", "no module named venv")),
    (ALTERED, ("do not match the hashes", "eintegrity")),
    (
        NO_NETWORK,
        (
            "name or service not known",
            "temporary failure in name resolution",
            "failed to establish a new connection",
            "network is unreachable",
            "connection refused",
            "connection timed out",
            "read timed out",
            "max retries exceeded",
            "from versions: none",
            " enotfound",
            " eai_again",
            "econnrefused",
            "econnreset",
            "etimedout",
            "proxyerror",
            "cannot connect to proxy",
        ),
    ),
    (NO_RIGHT, ("permission denied", " eacces", "read-only file system", "[errno 13]", "[errno 30]")),
)


def explain(output: str, *, downloads: bool = False) -> Trouble | None:
    """The known trouble that a tool's output (or an error's text) reveals, if any; the network's only when the tool
    downloads: the same words may come from anywhere."""
    text = output.lower()
    for trouble, signs in _SIGNS:
        if any(sign in text for sign in signs) and (downloads or trouble not in (NO_NETWORK, ALTERED)):
            return trouble
    return None


def say(sentence: str = "") -> None:
    print(sentence, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Shows a step and its seconds: ticking on a terminal, one line when it ends elsewhere."""
    start = time.monotonic()
    over = threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, start, over), daemon=True)
    if sys.stdout.isatty():
        ticker.start()
    else:
        say(f"  {title}…")
    try:
        yield
    finally:
        over.set()
        if ticker.is_alive():
            ticker.join()
    _line(title, start, end="\n")


def _tick(title: str, start: float, over: threading.Event) -> None:
    while not over.wait(0.5):
        _line(title, start, end="")


def _line(title: str, start: float, *, end: str) -> None:
    """Writes over the step's line on a terminal; elsewhere only the final line, indented under its title."""
    seconds = time.monotonic() - start
    if sys.stdout.isatty():
        print(f"\r  {title:<58}{seconds:5.0f} s", end=end, flush=True)
    elif end:
        say(f"      fait en {seconds:.1f} s".replace(".", ","))
