"""What a page says to search engines, and to those who pass its address on."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, to_locale

from faq import rendering, structured_data
from faq.reading import PublicAnswer, TopicPage
from faq.status import Status

register = template.Library()

LONGEST_DESCRIPTION = 155  # characters; search results show no more

register.filter("locale", to_locale)


@register.simple_tag
def structured(subject: PublicAnswer | TopicPage) -> SafeString:
    """``{% structured answer %}``: the answer's or topic's page as JSON-LD."""
    if isinstance(subject, TopicPage):
        return structured_data.data_block(structured_data.of_topic(subject))
    return structured_data.data_block(structured_data.of_answer(subject))


@register.filter
def described(subject: PublicAnswer | TopicPage) -> str:
    """A page in one or two sentences of plain text.

    Of an answer that patients cannot read, its status; one that is overdue, or made for the demonstration, says
    so first, since nobody sees its page beside a search result.
    """
    first = [gettext("Demonstration content, not medical advice.")] if subject.is_demonstration else []
    if isinstance(subject, TopicPage):
        told = " ".join(subject.introduction.split()) or gettext(
            "Questions of patients on this topic, answered by clinicians. Each answer says when it was last reviewed."
        )
    elif subject.is_published:
        if subject.status == Status.REVIEW_OVERDUE:
            first.append(f"{subject.status.label}.")
        told = rendering.plain_text(subject.body)
    else:
        told = f"{subject.status.label}. {subject.status_meaning}"
    return _cut(" ".join([*first, told]))


def _cut(text: str) -> str:
    """The text up to the last word that fits."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    words = text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0]
    return words[: LONGEST_DESCRIPTION - 1].rstrip(" ,;:.") + "…"
