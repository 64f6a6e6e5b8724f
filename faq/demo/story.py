"""What happens in the demonstration, and when: enough for an answer in every status.

The clock is set for each act, since an overdue answer needs a past; the acts are those of everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from faq import clock, topics, workflow
from faq.demo import phrasings, readers, terms
from faq.demo.translations import TOPICS, translations
from faq.importing.load import import_file
from faq.models import AnswerVersion, Capacity, Category, Person, Question, Role

_TEXTS = Path(__file__).parent
_SOURCES = (_TEXTS / "baclofen-pump-sources.txt").read_text(encoding="utf-8").strip()
_BEGINNING = 420  # days ago: the topics are made and their texts imported

ACCOUNTS: dict[str, tuple[str, tuple[Role | Capacity, ...]]] = {
    "demo-author": ("Demonstration author", (Role.AUTHOR,)),
    "demo-reviewer": ("Demonstration reviewer", (Role.REVIEWER,)),
    "demo-colleague": ("Demonstration colleague", (Role.AUTHOR, Role.REVIEWER)),
    "demo-lead": ("Demonstration lead", (Role.LEAD,)),
    "demo-pharmacist": ("Demonstration pharmacist", (Capacity.PHARMACIST,)),
}


class HoldsRealContent(Exception):
    """The site has content of its own; a demonstration among it could be taken for the real thing."""


@dataclass(frozen=True)
class Fate:
    """What becomes of one answer. Days count back from today; None where it never happens."""

    approved: int | None = None
    valid_for: int = 365  # days from the signature to the next review
    confirmed: int | None = None
    revised: int | None = None
    rewritten: int | None = None
    withdrawn: int | None = None
    submitted: int | None = None
    announced: int | None = None
    returned: int | None = None


_APPROVED = Fate(approved=45)
_FATES = {
    "How does the pump work?": Fate(approved=330),  # due soon
    "What happens in the test before I get a pump?": Fate(approved=380, confirmed=20),
    "How do doctors put the pump in?": Fate(approved=395),  # overdue
    "Why must I never stop baclofen suddenly?": Fate(approved=60, revised=15),  # a second version, approved
    "How long will I stay in hospital?": Fate(submitted=3, announced=2),
    "How well does a baclofen pump work?": Fate(approved=120, rewritten=4),
    "How is a pump different from baclofen tablets?": Fate(approved=200, withdrawn=9),
    "How do I get my pump refilled?": Fate(submitted=6, returned=1),
    "How soon will the injections work, and how long will they last?": Fate(submitted=1),
}


@dataclass
class _Story:
    """Acts in the order in which they happen."""

    people: dict[str, Person]
    acts: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)

    def on(self, days_ago: int, hour: int, act: Callable[[], object]) -> None:
        """Let something happen so many days ago, at an hour of the day."""
        moment = datetime.combine(clock.today() - timedelta(days=days_ago), time(hour))
        self.acts.append((timezone.make_aware(moment), act))

    def tell(self) -> None:
        """Do everything, the earliest first."""
        for moment, act in sorted(self.acts, key=lambda entry: entry[0]):
            with clock.set_to(moment):
                act()


def is_loaded() -> bool:
    """Whether the demonstration is on this site."""
    return Question.objects.filter(is_demonstration=True).exists()


def password(username: str) -> str:
    """The password of a demonstration account: the same at every start, another one on every site."""
    return salted_hmac("demonstration account", username).hexdigest()[:12]


@transaction.atomic
def load() -> None:
    """Make the demonstration, all of it or nothing. Raises ``HoldsRealContent`` on a site that has its own."""
    if Question.objects.filter(is_demonstration=False).exists() or Category.objects.exists():
        raise HoldsRealContent
    people = {name: _account(name) for name in ACCOUNTS}
    with clock.set_to(clock.now() - timedelta(days=_BEGINNING)):
        _import(
            people,
            "baclofen-pump",
            "Baclofen pump",
            "A baclofen pump gives medicine for tight muscles straight to the fluid around the spinal cord.",
        )
        _import(
            people,
            "botulinum-toxin-injections",
            "Botulinum toxin injections",
            "Injections that help muscles which are too tight to relax for some months.",
        )
    story = _Story(people)
    for version in AnswerVersion.objects.order_by("pk"):
        _plan(story, version, _FATES.get(version.wording, _APPROVED))
    for translation in translations():
        story.on(40, 9, partial(translation.submit, people["demo-author"]))
        story.on(38, 12, partial(translation.approve, people["demo-reviewer"]))
    for text in TOPICS:
        story.on(40, 8, partial(text.write, people["demo-lead"]))
    for word in terms.SHOWN:
        story.on(36, 9, partial(word.define, people["demo-author"]))
        story.on(35, 12, partial(word.approve, people["demo-reviewer"]))
    story.on(2, 9, partial(terms.WAITING.define, people["demo-author"]))
    story.on(10, 9, partial(_ask_for_a_pharmacist, people["demo-lead"]))
    for description in phrasings.SHOWN:
        story.on(34, 9, partial(description.write, people["demo-author"]))
        story.on(33, 12, partial(description.show, people["demo-reviewer"]))
    story.on(1, 9, partial(phrasings.WAITING.write, people["demo-author"]))
    for said in readers.SAID:
        story.on(said.days_ago, 10, said.send)
    story.on(readers.READ_DAYS_AGO, 9, partial(readers.read, people["demo-author"]))
    story.on(readers.ASKED_DAYS_AGO, 10, readers.ask)
    story.tell()


def _account(username: str) -> Person:
    role_title, roles = ACCOUNTS[username]
    person = Person.objects.create_user(
        username=username,
        password=password(username),
        role_title=role_title,
        email=f"{username}@hospital.invalid",  # a name that leads nowhere, by RFC 2606
    )
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


def _ask_for_a_pharmacist(by: Person) -> None:
    injections = Category.objects.get(slug="botulinum-toxin-injections")
    topics.rule(
        category=injections,
        by=by,
        seen=topics.rules_of(injections).token,
        review_interval=injections.review_interval,
        sign_offs=[Capacity.PHARMACIST],
    )


def _import(people: dict[str, Person], slug: str, title: str, introduction: str) -> None:
    topic = topics.create(by=people["demo-lead"], slug=slug, title=title, introduction=introduction)
    file = _TEXTS / f"{slug}.txt"
    import_file(
        name=f"demonstration-{file.name}",
        data=file.read_bytes(),
        category=topic,
        by=people["demo-author"],
        is_demonstration=True,
    )


def _plan(story: _Story, version: AnswerVersion, fate: Fate) -> None:
    author, reviewer = story.people["demo-author"], story.people["demo-reviewer"]
    colleague, lead = story.people["demo-colleague"], story.people["demo-lead"]
    submitted = fate.submitted if fate.approved is None else fate.approved + 4
    if submitted is not None:
        story.on(submitted, 9, lambda: _finish_and_submit(version, author))
    if fate.announced is not None:
        story.on(fate.announced, 10, lambda: workflow.announce(version=version, by=lead))
    if fate.returned is not None:
        note = "Please say who to call when a refill appointment has to be moved."
        story.on(
            fate.returned, 11, lambda: workflow.return_to_author(version=version, by=reviewer, note=note)
        )
    if fate.approved is not None:
        story.on(fate.approved, 12, lambda: _sign(workflow.approve, version, reviewer, fate.valid_for))
    if fate.confirmed is not None:
        story.on(fate.confirmed, 13, lambda: _sign(workflow.confirm, version, colleague, fate.valid_for))
    if fate.revised is not None:
        story.on(fate.revised, 14, lambda: _revise(version, colleague, reviewer))
    if fate.rewritten is not None:
        story.on(fate.rewritten, 14, lambda: _rewrite(version, colleague))
    if fate.withdrawn is not None:
        reason = "The comparison with tablets needs another look."
        story.on(fate.withdrawn, 15, lambda: workflow.withdraw(answer=version.answer, by=lead, reason=reason))


def _finish_and_submit(version: AnswerVersion, author: Person) -> None:
    version = workflow.edit(
        version=version, by=author, text={"sources": _SOURCES}, seen=workflow.editing_token(version)
    )
    workflow.submit(version=version, by=author)


def _sign(act: Callable[..., object], version: AnswerVersion, by: Person, valid_for: int) -> None:
    version.refresh_from_db()
    until = clock.today() + timedelta(days=valid_for)
    act(version=version, by=by, content_hash=version.content_hash, next_review_on=until)


def _revise(version: AnswerVersion, by: Person, reviewer: Person) -> None:
    draft = workflow.start_version(answer=version.answer, by=by)
    text = {
        "body": draft.body.replace("talk to your team first.", "talk to your pump team first.")
        + "\n\nKeep the number of your pump team where you and the people who help you can find it.",
        "change_note": "Says to keep the number of the pump team at hand.",
    }
    draft = workflow.edit(version=draft, by=by, text=text, seen=workflow.editing_token(draft))
    _sign(workflow.approve, workflow.submit(version=draft, by=by), reviewer, 365)


def _rewrite(version: AnswerVersion, by: Person) -> None:
    draft = workflow.start_version(answer=version.answer, by=by)
    text = {
        "body": draft.body + "\n\nAsk your team how they will check that the pump is helping you.",
        "change_note": "Adds what to ask your team.",
    }
    workflow.edit(version=draft, by=by, text=text, seen=workflow.editing_token(draft))
