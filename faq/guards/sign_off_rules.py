"""What the database holds about sign-offs, and about approvals that have to wait for them."""
# ruff: noqa: S608  (SQL made of our own constants)

from faq.models import Event, State

from .guard import CONTRIBUTED, Guard, exists, holds

_SIGN_OFF = "faq_signoff"
_MISSING = f"""EXISTS (
    SELECT 1 FROM faq_requiredsignoff asked
    JOIN faq_placement placed ON placed.category_id = asked.category_id AND placed.removed_at IS NULL
    JOIN faq_answer a ON a.question_id = placed.question_id
    JOIN faq_answerversion v ON v.answer_id = a.id
    WHERE v.id = NEW.version_id AND asked.dropped_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM {_SIGN_OFF} given
      JOIN faq_event line ON line.version_id = given.version_id AND line.kind = '{Event.Kind.SIGNED_OFF}'
        AND line.by_id = given.signer_id AND line.content_hash = given.content_hash
      WHERE given.version_id = v.id AND given.capacity = asked.capacity
        AND given.content_hash = v.content_hash))"""

SIGN_OFF_RULES: tuple[Guard, ...] = (
    Guard(
        "signs_what_is_there",
        _SIGN_OFF,
        "INSERT",
        "NOT "
        + exists(
            "faq_answerversion",
            "x.id = NEW.version_id AND x.content_hash = NEW.content_hash"
            f" AND x.state IN ('{State.IN_REVIEW}', '{State.APPROVED}')",
        ),
        "A sign-off must be over the text in review, or over the approved text.",
    ),
    Guard(
        "signed_in_capacity",
        _SIGN_OFF,
        "INSERT",
        f"NOT {holds('NEW.signer_id', 'NEW.capacity')}",
        "Only somebody who holds the capacity signs off in it.",
    ),
    Guard(
        "two_people", _SIGN_OFF, "INSERT", CONTRIBUTED, "Nobody signs off a text to which they contributed."
    ),
    Guard(
        "not_the_approver",
        _SIGN_OFF,
        "INSERT",
        exists("faq_approval", "x.version_id = NEW.version_id AND x.signer_id = NEW.signer_id"),
        "Every signature over a text is another person's.",
    ),
    Guard(
        "signed_off_before",
        "faq_approval",
        "INSERT",
        _MISSING,
        "A topic of this answer asks for a sign-off that nobody has given over this text.",
    ),
    Guard(
        "another_than_signed_off",
        "faq_approval",
        "INSERT",
        exists(_SIGN_OFF, "x.version_id = NEW.version_id AND x.signer_id = NEW.signer_id"),
        "Every signature over a text is another person's.",
    ),
)
