"""Files into drafts: all or nothing, nothing twice, and nothing that a person has touched."""

from collections.abc import Callable

import pytest

from faq import workflow
from faq.importing.load import import_file
from faq.importing.refusal import ImportRefused
from faq.importing.report import Outcome, Report
from faq.models import AnswerVersion, Category, Event, ImportedFile, Person, Question, State
from faq.policy import NotAllowed, WorkflowError
from faq.verification import verify_site

from ..conftest import SHARED, change, sign

FILE = """What is a baclofen pump?

A small disc under the skin.

How is it refilled?

With a needle, through the skin.
It takes minutes.

You Might Also Like
"""


@pytest.fixture
def load(author: Person, topic: Category) -> Callable[..., Report]:
    def load(text: str | bytes = FILE, by: Person = author, **options: bool) -> Report:
        data = text if isinstance(text, bytes) else text.encode()
        return import_file(name="pump.txt", data=data, category=topic, by=by, **options)

    return load


def outcomes(report: Report) -> list[str]:
    return [item.outcome.value for item in report.items]


def test_questions_become_drafts_verbatim_in_their_order(
    load: Callable[..., Report], topic: Category, author: Person
) -> None:
    report = load()
    assert outcomes(report) == ["new", "new"]
    versions = list(AnswerVersion.objects.order_by("pk"))
    assert [(v.wording, v.body, v.state) for v in versions] == [
        ("What is a baclofen pump?", "A small disc under the skin.", State.DRAFT),
        ("How is it refilled?", "With a needle, through the skin.\nIt takes minutes.", State.DRAFT),
    ]
    placed = topic.placements.current().order_by("position")
    assert [p.question_id for p in placed] == [v.answer.question_id for v in versions]
    assert all(v.contributors.get().person == author for v in versions)
    assert list(verify_site()) == []


def test_provenance_names_file_hash_and_lines(load: Callable[..., Report]) -> None:
    report = load()
    file = ImportedFile.objects.get()
    assert (file.name, file.sha256) == ("pump.txt", report.sha256)
    assert [(i.question_line, i.first_line, i.last_line) for i in file.items.all()] == [(1, 3, 3), (5, 7, 8)]
    assert file.report["leftovers"][0]["text"] == "You Might Also Like"


def test_whoever_imports_has_contributed(load: Callable[..., Report], everything: Person) -> None:
    load(by=everything)
    version = AnswerVersion.objects.order_by("pk")[0]
    workflow.submit(version=version, by=everything)
    with pytest.raises(NotAllowed, match="you contributed"):
        sign(version, everything)


def test_same_file_again_changes_nothing(load: Callable[..., Report]) -> None:
    load()
    events = Event.objects.count()
    report = load()
    assert outcomes(report) == ["unchanged", "unchanged"]
    assert report.file_id is None
    assert (Event.objects.count(), AnswerVersion.objects.count(), ImportedFile.objects.count()) == (
        events,
        2,
        1,
    )


def test_changed_file_makes_drafts_of_what_changed_only(
    load: Callable[..., Report], author: Person, reviewer: Person
) -> None:
    load()
    first, second = AnswerVersion.objects.order_by("pk")
    for version in (first, second):
        sign(workflow.submit(version=version, by=author), reviewer)
    report = load(FILE.replace("small disc", "round disc"))
    assert outcomes(report) == ["changed", "unchanged"]
    newer = AnswerVersion.objects.get(state=State.DRAFT)
    assert (newer.answer, newer.number, newer.body) == (first.answer, 2, "A round disc under the skin.")
    first.refresh_from_db()
    assert (first.state, first.body) == (State.APPROVED, "A small disc under the skin.")


def test_untouched_draft_of_an_import_follows_the_changed_file(load: Callable[..., Report]) -> None:
    load()
    assert outcomes(load(FILE.replace("small disc", "round disc"))) == ["changed", "unchanged"]
    assert AnswerVersion.objects.get(number=1, wording="What is a baclofen pump?").body.startswith("A round")
    assert AnswerVersion.objects.count() == 2


@pytest.mark.parametrize("submitted", [False, True])
def test_draft_that_a_person_touched_is_left_alone_and_reported(
    load: Callable[..., Report], colleague: Person, submitted: bool
) -> None:
    load()
    draft = AnswerVersion.objects.order_by("pk")[0]
    if submitted:
        workflow.submit(version=draft, by=colleague)
    else:
        change(draft, colleague, body="What the colleague wrote.")
    report = load(FILE.replace("small disc", "round disc"))
    assert outcomes(report) == ["kept", "unchanged"]
    assert "left alone" in report.items[0].message
    draft.refresh_from_db()
    assert "round" not in draft.body
    # It is not forgotten either: the next import says so again.
    assert outcomes(load(FILE.replace("small disc", "round disc"))) == ["kept", "unchanged"]


def test_draft_whose_sources_a_person_added_is_left_alone(
    load: Callable[..., Report], colleague: Person
) -> None:
    load()
    change(AnswerVersion.objects.order_by("pk")[0], colleague, sources="A textbook")
    assert outcomes(load(FILE.replace("small disc", "round disc"))) == ["kept", "unchanged"]


def test_question_reworded_by_a_person_is_known_again(load: Callable[..., Report], colleague: Person) -> None:
    load()
    change(AnswerVersion.objects.order_by("pk")[0], colleague, wording="What is a pump for baclofen?")
    assert outcomes(load()) == ["unchanged", "unchanged"]
    assert Question.objects.count() == 2


def test_question_that_a_person_wrote_is_not_asked_twice(
    load: Callable[..., Report], draft: AnswerVersion
) -> None:
    assert outcomes(load()) == ["kept", "new"]
    assert Question.objects.count() == 2


def test_question_asked_twice_in_a_file_makes_two_drafts_once(load: Callable[..., Report]) -> None:
    text = "What is it?\n\nA disc.\n\nWhat is it?\n\nA pump.\n"
    assert outcomes(load(text)) == ["new", "new"]
    assert outcomes(load(text)) == ["unchanged", "unchanged"]
    slugs = set(Question.objects.values_list("slug", flat=True))
    assert slugs == {"what-is-it", "what-is-it-2"}


def test_of_two_questions_worded_alike_each_keeps_its_own_answer(load: Callable[..., Report]) -> None:
    one, other = "How long?\n\nOne day.\n\n", "How long?\n\nFive days.\n"
    load(one + other)
    assert outcomes(load(other)) == ["unchanged"]
    assert outcomes(load("How long?\n\nSix days.\n")) == ["new"]
    bodies = AnswerVersion.objects.order_by("pk").values_list("body", flat=True)
    assert list(bodies) == ["One day.", "Five days.", "Six days."]


def test_wording_with_odd_spaces_is_known_again(load: Callable[..., Report]) -> None:
    text = "What\u00a0is  it?\n\nA disc.\n"
    load(text)
    assert outcomes(load(text)) == ["unchanged"]
    assert outcomes(load(text.replace("disc", "pump"))) == ["changed"]


def test_correction_that_the_approved_answer_has_already_starts_nothing(
    load: Callable[..., Report], author: Person, reviewer: Person
) -> None:
    load()
    draft = change(AnswerVersion.objects.order_by("pk")[0], author, body="A round disc under the skin.")
    sign(workflow.submit(version=draft, by=author), reviewer)
    assert outcomes(load(FILE.replace("small disc", "round disc"))) == ["unchanged", "unchanged"]
    assert draft.answer.versions.count() == 1


def test_name_of_a_file_need_not_be_text(author: Person, topic: Category) -> None:
    import_file(name="b\udce9.txt", data=FILE.encode(), category=topic, by=author)
    assert ImportedFile.objects.get().name == "b?.txt"


def test_question_gone_from_the_file_is_named_and_left_alone(load: Callable[..., Report]) -> None:
    load()
    report = load(FILE[: FILE.index("How is it")])
    assert any("How is it refilled?" in notice for notice in report.notices)
    assert Question.objects.count() == 2


def test_dry_run_reports_the_same_and_writes_nothing(load: Callable[..., Report]) -> None:
    events = Event.objects.count()
    rehearsed = load(dry_run=True)
    assert outcomes(rehearsed) == ["new", "new"]
    assert (rehearsed.file_id, [i.answer_id for i in rehearsed.items]) == (None, [None, None])
    assert (Event.objects.count(), Question.objects.count(), ImportedFile.objects.count()) == (events, 0, 0)


def test_one_text_that_cannot_be_kept_stops_the_whole_import(load: Callable[..., Report]) -> None:
    events = Event.objects.count()
    with pytest.raises(WorkflowError, match=r"Line 12, .*too long.* Nothing was imported"):
        load(FILE + "\nHow long is too long?\n\n" + "word " * 30_000)
    assert (Event.objects.count(), Question.objects.count()) == (events, 0)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "picture"),
        (b"What?\n\nA\x00B\n", "NUL"),
        (b"No question stands here.\n", "question"),
        (b"What?\n\n" + b"x" * (10 * 1024 * 1024), "too large"),
    ],
)
def test_unusable_file_is_refused_in_plain_words(
    load: Callable[..., Report], data: bytes, message: str
) -> None:
    with pytest.raises(ImportRefused, match=message):
        load(data)
    assert not Question.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings_are_read_and_said(load: Callable[..., Report], encoding: str) -> None:
    report = load("Was ist das?\n\nEine Pumpe für Baclofen – „klein“.\n".encode(encoding))
    assert AnswerVersion.objects.get().body == "Eine Pumpe für Baclofen – „klein“."
    assert any("not UTF-8" in notice for notice in report.notices)


def test_only_an_author_imports(load: Callable[..., Report], lead: Person) -> None:
    with pytest.raises(NotAllowed, match="role “author”"):
        load(by=lead)


def test_the_real_file_gives_seven_questions_and_the_known_findings(author: Person, topic: Category) -> None:
    seed = SHARED / "seed" / "baclofen-pump.txt"
    if not seed.exists():
        pytest.skip("The real file (shared/seed/baclofen-pump.txt) is not beside this checkout.")
    report = import_file(name=seed.name, data=seed.read_bytes(), category=topic, by=author)
    assert outcomes(report) == ["new"] * 7
    text = seed.read_text()
    assert all(version.body in text for version in AnswerVersion.objects.all())
    assert [(f.code, f.question) for f in report.findings] == [
        ("repeats_question", "What is a baclofen pump and how does it work?"),
        ("unanswered_question", "What is the success rate of baclofen pump implantation?"),
        ("embedded_question", "How effective is a baclofen pump for spasticity?"),
        ("missing_list", "What are the side effects of baclofen?"),
        ("page_furniture", "What are the side effects of baclofen?"),
    ]
    assert report.count(Outcome.NEW) == 7
    assert [leftover.text for leftover in report.leftovers] == ["You Might Also Like"]
