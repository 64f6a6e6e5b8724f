"""Which room may call on which: the dependency direction of the design, read from the imports themselves."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ("faq", "faqsite")

# What a room of the core may import of ours; a room that is not named here is an edge, and imports what it likes
# but other edges' entrances.
ALLOWED: dict[str, set[str]] = {
    "faq.callouts": set(),
    "faq.difference": set(),
    "faq.clinical_changes": {"faq.difference"},
    "faq.rendering_words": {"faq.callouts"},
    "faq.sanitiser": {"faq.callouts", "faq.rendering_words"},
    "faq.rendering": {"faq.callouts", "faq.rendering_words", "faq.sanitiser"},
    "faq.content": set(),
    "faq.clock": set(),
    "faq.status": set(),
    "faq.addresses": set(),
    "faq.models": {"faq.content"},
    "faq.checks": {"faq.content", "faq.importing", "faq.callouts", "faq.rendering"},
    "faq.policy": {"faq.models"},
    "faq.guards": {"faq.models", "faq.policy"},
    "faq.trail": {"faq.models", "faq.content", "faq.clock"},
    "faq.trail_file": set(),
    "faq.alphabet": set(),
    "faq.overview": {"faq.models", "faq.status"},
    "faq.figures": {"faq.overview", "faq.status"},
    "faq.standings": {"faq.clock", "faq.models", "faq.status"},
    "faq.desk": {"faq.models", "faq.standings"},
    "faq.workload": {"faq.clock", "faq.models", "faq.overview", "faq.standings", "faq.status"},
    "faq.sitemap": {"faq.addresses", "faq.clock", "faq.models", "faq.overview", "faq.reading"},
    "faq.feed": {"faq.models", "faq.reading"},
    "faq.structured_data": {"faq.addresses", "faq.reading", "faq.rendering"},
    "faq.reading": {"faq.addresses", "faq.models", "faq.rendering", "faq.status"},
    "faq.topics": {"faq.models", "faq.policy", "faq.trail", "faq.clock", "faq.content"},
    "faq.glossary": set(),
    "faq.terms": {
        "faq.models",
        "faq.policy",
        "faq.trail",
        "faq.clock",
        "faq.content",
        "faq.drafting",
        "faq.glossary",
    },
    "faq.feedback": {"faq.models", "faq.policy", "faq.clock", "faq.content"},
    "faq.handover": {"faq.models", "faq.policy", "faq.trail"},
    "faq.review_links": {"faq.models", "faq.clock", "faq.content"},
    "faq.reminders": {"faq.models", "faq.policy", "faq.clock", "faq.handover", "faq.review_links"},
    "faq.drafting": {"faq.models", "faq.policy", "faq.clock", "faq.content"},
    "faq.comments": {
        "faq.models",
        "faq.policy",
        "faq.trail",
        "faq.clock",
        "faq.content",
        "faq.drafting",
    },
    "faq.merging": set(),
    "faq.presence": {"faq.models", "faq.policy", "faq.clock"},
    "faq.working_copies": {
        "faq.models",
        "faq.policy",
        "faq.trail",
        "faq.clock",
        "faq.content",
        "faq.drafting",
        "faq.workflow",
    },
    "faq.workflow": {
        "faq.models",
        "faq.policy",
        "faq.trail",
        "faq.clock",
        "faq.content",
        "faq.drafting",
        "faq.rendering",
    },
    "faq.sign_offs": {"faq.models", "faq.policy", "faq.trail", "faq.clock", "faq.drafting"},
    "faq.lockout": {"faq.models", "faq.clock"},
    "faq.sessions": {"faq.models", "faq.clock"},
    "faq.accounts": {"faq.models", "faq.policy", "faq.trail", "faq.content", "faq.sessions"},
    "faq.credentials": {
        "faq.models",
        "faq.policy",
        "faq.trail",
        "faq.content",
        "faq.accounts",
        "faq.lockout",
        "faq.sessions",
    },
    "faq.verification": {"faq.models", "faq.policy", "faq.trail", "faq.guards", "faq.rendering"},
}
# The acts: who may append to the trail, and so write what it knows.
ACTS = {
    "faq/workflow.py",
    "faq/sign_offs.py",
    "faq/topics.py",
    "faq/questions.py",
    "faq/terms.py",
    "faq/comments.py",
    "faq/accounts.py",
    "faq/credentials.py",
    "faq/exports/download.py",
    "faq/handover.py",
}


def modules() -> dict[str, Path]:
    paths = [path for package in PROJECT for path in sorted((ROOT / package).rglob("*.py"))]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
        if "migrations" not in path.parts
    }


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(name: str, path: Path) -> Iterator[str]:
    """Every module that a module imports, wherever in it, in full."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            )
            origin = ".".join(filter(None, [base, node.module or ""]))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def lies_in(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def ours(name: str, path: Path) -> set[str]:
    return {
        imported
        for imported in imports(name, path)
        if lies_in(imported, "faq") or lies_in(imported, "faqsite")
    }


def test_modules_are_found_and_their_imports_read() -> None:
    found = modules()
    assert {"faq.workflow", "faq.models.version", "faqsite.settings"} <= set(found)
    assert "faq.trail.append" not in ours("faq.workflow", found["faq.workflow"])
    assert "faq.trail" in ours("faq.workflow", found["faq.workflow"])
    assert "faq.models.answer.Answer" in ours("faq.models.version", found["faq.models.version"])


@pytest.mark.parametrize("room", ALLOWED)
def test_room_of_the_core_imports_only_what_lies_below_it(room: str) -> None:
    members = {name: path for name, path in modules().items() if lies_in(name, room)}
    assert members
    upward = {
        (name, imported)
        for name, path in members.items()
        for imported in ours(name, path)
        if not any(lies_in(imported, allowed) for allowed in (room, *ALLOWED[room]))
    }
    assert upward == set()


@pytest.mark.parametrize("edge", ["faq.admin", "faq.views"])
def test_nothing_imports_an_edge_but_the_addresses(edge: str) -> None:
    from_outside = {
        name
        for name, path in modules().items()
        if not lies_in(name, edge) and any(lies_in(imported, edge) for imported in ours(name, path))
    }
    assert from_outside <= {"faqsite.urls"}


def test_nothing_of_the_site_imports_a_command() -> None:
    commands = "faq.management.commands"
    assert not [
        name
        for name, path in modules().items()
        if any(lies_in(imported, commands) for imported in ours(name, path))
    ]


def test_only_the_addresses_and_the_settings_know_of_each_other() -> None:
    assert not [
        (name, imported)
        for name, path in modules().items()
        for imported in ours(name, path)
        if lies_in(imported, "faqsite")
    ]


def names_used(path: Path) -> set[str]:
    """Every name that the code of a module uses; what its comments and texts say does not count."""
    used = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            used.add(node.module or "")
        elif isinstance(node, ast.alias):
            used.add(node.name.rpartition(".")[2])
    return used


def users_of(*names: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in modules().values() if names_used(path) & set(names)}


def test_html_is_called_safe_in_one_place_only() -> None:
    assert users_of("mark_safe", "SafeText") == {"faq/rendering.py"}


def test_no_template_calls_html_safe() -> None:
    templates = list((ROOT / "templates").rglob("*.html"))
    assert templates
    found = {
        (path.relative_to(ROOT).as_posix(), line.strip())
        for path in templates
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\|\s*(safe|safeseq)\b|autoescape\s+off", line)
        and "field.help_text|safe" not in line  # words of the form's code, as in Django's own admin
    }
    assert found == set()


def test_environment_is_read_by_the_settings_alone() -> None:
    # asgi.py and wsgi.py name the settings in it, which is no reading.
    assert users_of("environ", "getenv", "environs") == {
        "faqsite/settings.py",
        "faqsite/asgi.py",
        "faqsite/wsgi.py",
    }


def test_only_acts_append_to_the_trail() -> None:
    appending = {
        path.relative_to(ROOT).as_posix()
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("trail.append", "append_event")
    }
    assert appending == ACTS


def test_trail_is_written_by_itself_alone() -> None:
    assert not [
        name for name in users_of("TrailHead") if name.startswith(("faq/admin", "faq/views", "faq/exp"))
    ]
    creating = {
        path.relative_to(ROOT).as_posix()
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Event", "Event.objects.create")
    }
    assert creating == {"faq/trail.py"}


def test_what_patients_tell_is_written_in_one_place() -> None:
    writing = re.compile(r"(Feedback|AskedQuestion)(\.objects\.(\w+_)?create)?")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and writing.fullmatch(ast.unparse(node.func))
    }
    assert found == {"faq/feedback.py"}


def test_time_is_asked_of_one_clock() -> None:
    asking = {
        path.relative_to(ROOT).as_posix()
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("timezone.now", "datetime.now", "date.today", "datetime.utcnow", "datetime.today")
    }
    assert asking == {"faq/clock.py"}
