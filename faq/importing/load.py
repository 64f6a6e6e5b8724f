"""Load a file into drafts: all of it or nothing, and nothing twice.

A question is known again by its wording, within a topic. What a person has touched since is left alone.
"""

import hashlib
import re
from dataclasses import asdict, replace
from itertools import count

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from faq import clock, topics, trail, workflow
from faq.importing.decoding import Decoded, decode
from faq.importing.parsed import Item, ParsedFaq
from faq.importing.plain_text import parse
from faq.importing.report import FindingReport, ItemReport, LeftoverReport, Outcome, Report
from faq.models import (
    Answer,
    AnswerVersion,
    Category,
    Event,
    ImportedFile,
    ImportedItem,
    Person,
    Role,
    State,
)
from faq.policy import NotAllowed, WorkflowError

_LONGEST_KEY = 380
_NUMBER = re.compile(r" #[0-9]+$")


def import_file(
    *,
    name: str,
    data: bytes,
    category: Category,
    by: Person,
    dry_run: bool = False,
    is_demonstration: bool = False,
) -> Report:
    """Load a file's questions into a topic as drafts; ``dry_run`` does the same and takes it all back.

    Raises ImportRefused for a file that cannot be read, and WorkflowError where the account may not write or
    a text cannot be kept; then nothing was written.
    """
    if Role.AUTHOR not in by.roles:
        raise NotAllowed(
            f"The account “{by.username}” cannot import: that needs the role “author”. Ask a lead to give it."
        )
    decoded = decode(data)
    parsed = parse(decoded.text)
    with trail.in_turn():
        # Two imports of one file at once: the second waits, and then finds nothing left to do.
        report = _Loader(name, data, decoded, parsed, category, by, is_demonstration).load()
        if dry_run:
            transaction.set_rollback(True)
    if dry_run:
        new = [replace(i, answer_id=None) if i.outcome == Outcome.NEW else i for i in report.items]
        return replace(report, file_id=None, items=new)
    return report


class _Loader:
    """One file on its way into the drafts of one topic."""

    def __init__(
        self,
        name: str,
        data: bytes,
        decoded: Decoded,
        parsed: ParsedFaq,
        category: Category,
        by: Person,
        is_demonstration: bool,
    ) -> None:
        # A file's name need not be text; its undecodable bytes are shown as question marks.
        self.name = name.encode("utf-8", "replace").decode()[-255:]
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.decoded = decoded
        self.parsed = parsed
        self.category = category
        self.by = by
        self.is_demonstration = is_demonstration
        self.loaded: list[tuple[str, Item, AnswerVersion]] = []

    def load(self) -> Report:
        keys = self._keys()
        reports = [self._load_item(key, item) for key, item in zip(keys, self.parsed.items, strict=True)]
        report = Report(
            name=self.name,
            sha256=self.sha256,
            encoding=self.decoded.encoding,
            notices=[*self.decoded.notices, *self._no_longer_in_the_file(set(keys))],
            items=reports,
            findings=[
                FindingReport(
                    finding.line,
                    finding.code,
                    finding.message,
                    "" if finding.item_index is None else self.parsed.items[finding.item_index].question,
                )
                for finding in self.parsed.findings
            ],
            leftovers=[LeftoverReport(**asdict(leftover)) for leftover in self.parsed.leftovers],
        )
        return replace(report, file_id=self._record(report)) if report.changes_something else report

    def _load_item(self, key: str, item: Item) -> ItemReport:
        try:
            outcome, message, answer = self._place_item(key, item)
        except WorkflowError as refused:
            raise WorkflowError(
                f"Line {item.question_line}, “{item.question[:80]}”: {refused} Nothing was imported."
            ) from refused
        return ItemReport(
            item.question, item.question_line, item.first_line, item.last_line, outcome, message, answer.pk
        )

    def _place_item(self, key: str, item: Item) -> tuple[Outcome, str, Answer]:
        before = self._imported_before().filter(key=key).order_by("-pk").first()
        answer = before.answer if before else self._asked_already(item)
        if answer is None:
            version = workflow.create_answer(
                by=self.by,
                text={"wording": item.question, "body": item.answer},
                is_demonstration=self.is_demonstration,
                imported_from=self._origin(item),
            )
            topics.place(question=version.answer.question, category=self.category, by=self.by)
            self.loaded.append((key, item, version))
            return Outcome.NEW, "A new question with a draft answer.", version.answer
        newest = answer.versions.order_by("-number")[0]
        if any(_is_text_of(known, item) for known in (before, newest) if known):
            return Outcome.UNCHANGED, "Known already, and unchanged.", answer
        return (*self._change(key, item, answer, before), answer)

    def _change(
        self, key: str, item: Item, answer: Answer, before: ImportedItem | None
    ) -> tuple[Outcome, str]:
        version = answer.versions.open().first()
        if version is None:
            version = workflow.start_version(answer=answer, by=self.by)
            message = "The file has another text; it became a new draft. What patients read stays as it is."
        elif before and _is_untouched(version, before):
            message = "The file has another text; it replaced the draft of the last import."
        else:
            return Outcome.KEPT, (
                "The file has another text, but a colleague has worked on this draft or submitted it, so it was "
                "left alone. Open it and take over what is right."
            )
        version = workflow.edit(
            version=version,
            by=self.by,
            text={"wording": item.question, "body": item.answer},
            seen=workflow.editing_token(version),
            imported_from=self._origin(item),
        )
        self.loaded.append((key, item, version))
        return Outcome.CHANGED, message

    def _imported_before(self) -> QuerySet[ImportedItem]:
        return ImportedItem.objects.filter(file__category=self.category)

    def _keys(self) -> list[str]:
        """The key of each question: its wording, and a number where a wording is asked more than once."""
        places: dict[str, list[int]] = {}
        for place, item in enumerate(self.parsed.items):
            places.setdefault(_on_one_line(item.question).casefold()[:_LONGEST_KEY], []).append(place)
        known: dict[str, dict[str, str]] = {}
        for key, body in self._imported_before().order_by("pk").values_list("key", "body"):
            known.setdefault(_NUMBER.sub("", key), {})[key] = body
        keys = [""] * len(self.parsed.items)
        for wording, its_places in places.items():
            answers = [self.parsed.items[place].answer for place in its_places]
            for place, key in zip(
                its_places, _told_apart(wording, answers, known.get(wording, {})), strict=True
            ):
                keys[place] = key
        return keys

    def _asked_already(self, item: Item) -> Answer | None:
        """The answer to the same question if a person wrote it in this topic, rather than an import."""
        written = Answer.objects.filter(
            question__placements__in=self.category.placements.current(),
            question__working_title__iexact=item.question,
            language=settings.LANGUAGE_CODE,
            imported_items=None,
        )
        return written.exclude(pk__in=[version.answer_id for _, _, version in self.loaded]).first()

    def _no_longer_in_the_file(self, keys: set[str]) -> list[str]:
        earlier = self._imported_before().filter(file__name=self.name)
        gone = sorted(set(earlier.exclude(key__in=keys).values_list("wording", flat=True).distinct()))
        if not gone:
            return []
        named = ", ".join(f"“{wording}”" for wording in gone[:5]) + (" …" if len(gone) > 5 else "")
        return [
            f"Imported from this file earlier and no longer in it: {named}. Their answers were left alone."
        ]

    def _origin(self, item: Item) -> str:
        return f"{self.name}, line {item.question_line}, SHA-256 {self.sha256}"

    def _record(self, report: Report) -> int:
        file = ImportedFile.objects.create(
            name=self.name,
            sha256=self.sha256,
            encoding=self.decoded.encoding,
            category=self.category,
            imported_at=clock.now(),
            imported_by=self.by,
            report=asdict(report),
        )
        ImportedItem.objects.bulk_create(
            ImportedItem(
                file=file,
                answer=version.answer,
                version=version,
                key=key,
                wording=item.question,
                body=item.answer,
                question_line=item.question_line,
                first_line=item.first_line,
                last_line=item.last_line,
            )
            for key, item, version in self.loaded
        )
        return file.pk


def _told_apart(wording: str, answers: list[str], known: dict[str, str]) -> list[str]:
    """Keys for the questions of one wording; ``known`` holds the answers that were imported under each before.

    An answer that stayed the same tells which question it is. The others take the places that are left, in
    order, if there are as many; else they are new questions, so that nobody's text lands in another answer.
    """
    free = dict(known)
    keys: list[str | None] = []
    for answer in answers:
        same = next((key for key, body in free.items() if body == answer), None)
        keys.append(same)
        free.pop(same or "", None)
    numbers = (f"{wording} #{number}" if number > 1 else wording for number in count(1))
    unused = (key for key in numbers if key not in known)
    left = iter(free if len(free) == keys.count(None) else unused)
    return [key if key is not None else next(left) for key in keys]


def _on_one_line(wording: str) -> str:
    # As the workflow keeps a wording.
    return " ".join(wording.split())


def _is_text_of(known: ImportedItem | AnswerVersion, item: Item) -> bool:
    return (_on_one_line(known.wording), known.body) == (_on_one_line(item.question), item.answer)


def _is_untouched(version: AnswerVersion, before: ImportedItem) -> bool:
    """Whether the last act on an open version was the import of exactly the text it holds."""
    last_act = version.events.order_by("-sequence").first()
    return (
        version.state == State.DRAFT
        and last_act is not None
        and last_act.kind == Event.Kind.IMPORTED
        and (version.wording, version.body) == (_on_one_line(before.wording), before.body)
    )
