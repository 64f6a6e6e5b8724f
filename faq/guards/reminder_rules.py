"""What the database holds about reminders: one mail a day to one person, and each link of a mail once."""

from .guard import Guard, changed, exists

_DIGEST, _MENTION, _LINK = "faq_digest", "faq_mention", "faq_reviewlink"
_KEPT = "This record says who was reminded of what; it cannot be deleted."
_SAME = {
    _DIGEST: "x.person_id = NEW.person_id AND x.day = NEW.day",
    _MENTION: ("x.digest_id = NEW.digest_id AND x.answer_id = NEW.answer_id AND x.occasion = NEW.occasion"),
    _LINK: "x.secret_hash = NEW.secret_hash",
}

REMINDER_RULES: tuple[Guard, ...] = (
    *(Guard("kept", table, "DELETE", "1 = 1", _KEPT) for table in _SAME),
    *(
        Guard(
            "not_replaced",
            table,
            "INSERT",
            exists(table, f"x.id = NEW.id OR ({same})"),
            "This record exists already; it cannot be replaced.",
        )
        for table, same in _SAME.items()
    ),
    Guard(
        "sent_once",
        _DIGEST,
        "UPDATE",
        f"{changed('id', 'person_id', 'day')} OR (OLD.sent_at IS NOT NULL AND ({changed('sent_at')}))",
        "A mail of a day is sent once.",
    ),
    Guard("unchanged", _MENTION, "UPDATE", "1 = 1", "What a mail said cannot be changed."),
    Guard(
        "used_once",
        _LINK,
        "UPDATE",
        f"OLD.used_at IS NOT NULL OR {changed('id', 'secret_hash', 'person_id', 'version_id', 'content_hash')}"
        f" OR {changed('made_at', 'expires_at')}",
        "A link in a mail can only be used up, once.",
    ),
)
