"""What the database holds about comments, besides that they are kept and resolved once."""
# ruff: noqa: S608  (SQL made of our own constants)

from faq.models import State

from .guard import Guard, exists

_COMMENT = "faq_comment"
_QUOTED = "CASE NEW.field WHEN 'wording' THEN x.wording WHEN 'sources' THEN x.sources ELSE x.body END"
_OPEN = f"""EXISTS (
    SELECT 1 FROM {_COMMENT} c
    JOIN faq_answerversion about ON about.id = c.version_id
    JOIN faq_answerversion signed ON signed.id = NEW.version_id AND signed.answer_id = about.answer_id
    WHERE c.thread_id IS NULL AND c.resolved_at IS NULL
      AND about.number <= signed.number AND about.state <> '{State.DISCARDED}')"""

COMMENT_RULES: tuple[Guard, ...] = (
    Guard(
        "begins_open",
        _COMMENT,
        "INSERT",
        "NEW.resolved_at IS NOT NULL",
        "A comment is resolved after it is read.",
    ),
    Guard(
        "quotes_the_text",
        _COMMENT,
        "INSERT",
        # Both engines know REPLACE; what finds a text in another one they call differently.
        "NEW.passage <> '' AND NOT "
        + exists(
            "faq_answerversion", f"x.id = NEW.version_id AND REPLACE({_QUOTED}, NEW.passage, '') <> {_QUOTED}"
        ),
        "A comment quotes words of the text that it is about.",
    ),
    Guard(
        "replies_to_an_open_thread",
        _COMMENT,
        "INSERT",
        "NEW.thread_id IS NOT NULL AND NOT "
        + exists(
            _COMMENT,
            "x.id = NEW.thread_id AND x.version_id = NEW.version_id AND x.thread_id IS NULL"
            " AND x.resolved_at IS NULL",
        ),
        "A reply belongs to an open comment on the same text.",
    ),
    Guard(
        "no_open_comments",
        "faq_approval",
        "INSERT",
        _OPEN,
        "Nobody signs a text while a comment on it is not resolved.",
    ),
)
