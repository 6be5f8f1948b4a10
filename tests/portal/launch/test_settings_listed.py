"""Every setting read from the environment is in `.env.example`, and nothing there is read by nobody."""

import re

from portal.launch.places import ROOT

READ = re.compile(r'environment\.(?:flag|text|required|words|number)\(\s*"([A-Z_]+)"')


def read_by_settings() -> set[str]:
    return set(READ.findall((ROOT / "portal" / "settings.py").read_text(encoding="utf-8")))


def listed() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))


def test_settings_and_their_example_agree() -> None:
    assert listed() == read_by_settings()
