"""What can drift in the documents is checked against the code."""

import re
from pathlib import Path

from faq import policy
from faq.exports import FORMATS

ROOT = Path(__file__).resolve().parent.parent
OPERATORS = (ROOT / "docs" / "operators.md").read_text()


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    settings = (ROOT / "faqsite" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    read |= set(re.findall(r"_required\(\s*\"([A-Z_]+)\"", settings))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATORS, re.MULTILINE))
    assert documented == read


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    commands = {file.stem for file in (ROOT / "faq" / "management" / "commands").glob("[a-z]*.py")}
    assert set(re.findall(r"^\| `([a-z_]+)", OPERATORS, re.MULTILINE)) == commands


def test_every_export_format_is_documented() -> None:
    exports = (ROOT / "docs" / "exports.md").read_text()
    assert all(f"`{name}`" in exports for name in FORMATS)


def test_state_diagram_is_that_of_the_policy() -> None:
    assert f"```mermaid\n{policy.state_diagram()}\n```" in (ROOT / "docs" / "clinicians.md").read_text()


def test_every_decision_is_listed() -> None:
    decisions = ROOT / "docs" / "decisions"
    listed = (decisions / "README.md").read_text()
    assert all(file.name in listed for file in decisions.glob("[0-9]*.md"))


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} → {target}"
