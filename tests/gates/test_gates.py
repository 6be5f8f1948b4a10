"""Gates of every change: lint and format, known faults of the packages, the list of what is installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the environment at the root of the checkout."""
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [("ruff", "check", "--quiet"), ("ruff", "format", "--check", "--quiet")])
def test_the_code_is_linted_and_formatted(words):
    done = run(*words)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_no_package_has_a_known_fault():
    """Skipped where no index of faults answers, in a word: it is not a success."""
    listed = ("--requirement", "requirements.txt", "--disable-pip", "--no-deps", "--progress-spinner", "off")
    done = run("pip_audit", *listed, "--format", "json")
    if not done.stdout.strip():
        pytest.skip(f"no index of faults answers: {done.stderr.strip()[-200:]}")
    packages = json.loads(done.stdout)["dependencies"]
    if all("skip_reason" in package for package in packages):
        pytest.skip("no index of faults knows these packages from here")
    assert {package["name"]: package["vulns"] for package in packages if package.get("vulns")} == {}


@pytest.mark.long
def test_the_list_of_what_is_installed_can_be_made(tmp_path):
    """CycloneDX, with the licences: what `docs/production.md` tells an organization to keep with an installation."""
    target = tmp_path / "sbom.json"
    done = run("cyclonedx_py", "environment", "--output-format", "JSON", "--output-file", str(target))
    assert done.returncode == 0, done.stderr
    names = {component["name"].lower().replace("_", "-") for component in json.loads(target.read_text())["components"]}
    pinned = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line}
    missing = {name for name in pinned if name.lower().replace("_", "-").replace(".", "-") not in names}
    assert len(names) > 80 and len(missing) < 8  # those of other systems are not installed here


@pytest.mark.slow
def test_types_hold(tmp_path):
    """mypy, with the settings of pyproject.toml: nothing to say of the four packages."""
    done = run("mypy", "--cache-dir", str(tmp_path / "mypy"))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
