"""Topics: the only writer of what a topic's page says and of which questions stand on it, in which order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max

from faq import clock, content, trail
from faq.models import (
    Capacity,
    Category,
    CategoryRevision,
    Event,
    Person,
    Placement,
    Question,
    RequiredSignOff,
    Role,
)
from faq.policy import WorkflowError, require_role


@trail.in_turn()
def create(*, by: Person, slug: str, title: str, introduction: str = "") -> Category:
    """Make a topic. Its page is public at once, with the questions that are placed on it and approved."""
    require_role(by, {Role.LEAD}, "make a topic")
    title, introduction = _checked(title, introduction)
    if Category.objects.filter(slug=slug).exists():
        raise WorkflowError("Another topic has this address already. Choose another one.", "slug")
    _refuse_taken(title)
    category = Category.objects.create(slug=slug, title=title, introduction=introduction)
    _record(category, by)
    return category


@trail.in_turn()
def revise(
    *,
    category: Category,
    by: Person,
    title: str,
    introduction: str,
    language: str | None = None,
    seen: int | None = None,
) -> Category:
    """Change what a topic's page says in a language, by default the site's own.

    The former text is kept, for the page as it was. ``seen`` is the id of the revision in the language that the
    person had on the screen, 0 if there was none; it stays out where there was no screen.
    """
    require_role(by, {Role.LEAD}, "change a topic")
    category = Category.objects.get(pk=category.pk)
    language = language or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        raise WorkflowError(f"This site has no language “{language}”.")
    present = category.revisions.filter(language=language).order_by("pk").last()
    if seen is not None and present and present.pk > seen:
        raise WorkflowError(
            "Somebody else has saved this topic since you opened it. Copy what you wrote, open the topic again, "
            "and bring both together."
        )
    title, introduction = _checked(title, introduction)
    if present and (title, introduction) == (present.title, present.introduction):
        return category
    if language == settings.LANGUAGE_CODE:
        _refuse_taken(title, besides=category)
        category.title, category.introduction = title, introduction
        _record(category, by)
        category.save()
    else:
        _refuse_taken_in(language, title, besides=category)
        revision = _revision(category, by, title, introduction, language)
        trail.append(Event.Kind.CATEGORY_REVISED, by=by, category=category, rows=[revision])
    return category


@trail.in_turn()
def rule(
    *, category: Category, by: Person, seen: str, review_interval: int | None, sign_offs: Collection[str]
) -> Category:
    """Say how often the answers of a topic are reviewed, in months, and who besides a reviewer signs them.

    ``review_interval`` counts for answers without one of their own; None: twelve months. ``sign_offs`` are
    capacities; a text that is approved already stays so until its next review. ``seen`` is the token of the
    rules that the person had on the screen.
    """
    require_role(by, {Role.LEAD}, "change the rules of a topic")
    category = Category.objects.get(pk=category.pk)
    if seen != rules_of(category).token:
        raise WorkflowError(
            "Somebody else has changed the rules of this topic since you opened it. They are shown as they are "
            "now; make your change again."
        )
    if review_interval is not None and not 1 <= review_interval <= 60:
        raise WorkflowError("The review interval must be between 1 and 60 months.", "review_interval")
    if unknown := set(sign_offs) - set(Capacity.values):
        raise WorkflowError(f"No sign-off is called “{min(unknown)}”.", "sign_offs")
    rows: list[Category | RequiredSignOff] = list(_ask_for(category, by, set(sign_offs)))
    if review_interval != category.review_interval:
        category.review_interval = review_interval
        category.save()
        rows.append(category)
    if rows:
        trail.append(Event.Kind.CATEGORY_RULED, by=by, category=category, rows=rows)
    return category


@dataclass(frozen=True)
class Rules:
    """How often the answers of a topic are reviewed, in months, and in which capacities they are signed off."""

    review_interval: int | None
    sign_offs: list[str]

    @property
    def token(self) -> str:
        """Names the rules, so that a change over another one is noticed."""
        return f"{self.review_interval or ''}-{'-'.join(self.sign_offs)}"


def rules_of(category: Category) -> Rules:
    """The rules of a topic as they are now."""
    asked = category.required_sign_offs.current().values_list("capacity", flat=True)
    return Rules(category.review_interval, sorted(asked))


def _ask_for(category: Category, by: Person, capacities: set[str]) -> Iterator[RequiredSignOff]:
    for standing in category.required_sign_offs.current():
        if standing.capacity in capacities:
            capacities.remove(standing.capacity)
            continue
        standing.dropped_at, standing.dropped_by = clock.now(), by
        standing.save()
        yield standing
    for capacity in sorted(capacities):
        yield RequiredSignOff.objects.create(
            category=category, capacity=capacity, asked_at=clock.now(), asked_by=by
        )


@trail.in_turn()
def place(*, question: Question, category: Category, by: Person) -> Placement:
    """Put a question at the end of a topic. One that stands there already stays where it is."""
    require_role(by, {Role.AUTHOR, Role.LEAD}, "place a question in a topic")
    category = Category.objects.get(pk=category.pk)
    standing = category.placements.current().filter(question=question).first()
    if standing:
        return standing
    last = category.placements.current().aggregate(last=Max("position"))["last"]
    placement = _place(category, question, 0 if last is None else last + 1, by)
    trail.append(Event.Kind.ARRANGED, by=by, category=category, rows=[placement])
    return placement


@trail.in_turn()
def remove(*, question: Question, category: Category, by: Person) -> None:
    """Take a question off a topic's page. Its own page and its other topics stay."""
    require_role(by, {Role.LEAD}, "take a question off a topic")
    category = Category.objects.get(pk=category.pk)
    placement = category.placements.current().filter(question=question).first()
    if placement:
        trail.append(Event.Kind.ARRANGED, by=by, category=category, rows=[_end(placement, by)])


@trail.in_turn()
def arrange(*, category: Category, by: Person, questions: Sequence[Question]) -> None:
    """Put the questions of a topic into this order. Each that stands there must be named once."""
    require_role(by, {Role.LEAD}, "order the questions of a topic")
    category = Category.objects.get(pk=category.pk)
    standing = {p.question_id: p for p in category.placements.current().select_related("question")}
    if sorted(question.pk for question in questions) != sorted(standing):
        raise WorkflowError(
            "The questions of this topic have changed since you opened it. Open it again, then order them."
        )
    rows: list[Placement] = []
    for position, question in enumerate(questions):
        if standing[question.pk].position != position:
            rows += [_end(standing[question.pk], by), _place(category, question, position, by)]
    if rows:
        trail.append(Event.Kind.ARRANGED, by=by, category=category, rows=rows)


def _record(category: Category, by: Person) -> None:
    revision = _revision(category, by, category.title, category.introduction, settings.LANGUAGE_CODE)
    trail.append(Event.Kind.CATEGORY_REVISED, by=by, category=category, rows=[category, revision])


def _revision(
    category: Category, by: Person, title: str, introduction: str, language: str
) -> CategoryRevision:
    return CategoryRevision.objects.create(
        category=category,
        language=language,
        title=title,
        introduction=introduction,
        revised_at=clock.now(),
        revised_by=by,
    )


def _place(category: Category, question: Question, position: int, by: Person) -> Placement:
    return Placement.objects.create(
        category=category, question=question, position=position, placed_at=clock.now(), placed_by=by
    )


def _end(placement: Placement, by: Person) -> Placement:
    placement.removed_at, placement.removed_by = clock.now(), by
    placement.save()
    return placement


def _checked(title: str, introduction: str) -> tuple[str, str]:
    title, introduction = " ".join(title.split()), content.as_typed(introduction).strip()
    if not title:
        raise WorkflowError("Give the topic a title.", "title")
    if len(title) > 200:
        raise WorkflowError("This title is too long. Shorten it to 200 characters.", "title")
    for field, text in (("title", title), ("introduction", introduction)):
        if character := content.unstorable_character(text):
            raise WorkflowError(f"The text holds an invisible character ({character}). Delete it.", field)
    return title, introduction


def _refuse_taken_in(language: str, title: str, besides: Category) -> None:
    """Refuse a title in a language that patients could not tell from another topic's in the same list."""
    others = CategoryRevision.objects.current_at(clock.now(), language).exclude(category=besides)
    if others.filter(title=title).exists():
        raise WorkflowError("Another topic has this title already. Choose another one.", "title")


def _refuse_taken(title: str, besides: Category | None = None) -> None:
    taken = Category.objects.filter(title=title)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        raise WorkflowError("Another topic has this title already. Choose another one.", "title")
