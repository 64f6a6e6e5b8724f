"""What an export holds: its head, and one record for each published answer. Plain values."""

from dataclasses import dataclass
from datetime import date, datetime

SCHEMA = "clinician-reviewed-answers-export"
SCHEMA_VERSION = "1"
"""Raised when a field changes its meaning or goes; a new field alone does not raise it."""


@dataclass(frozen=True)
class Head:
    """What holds for every record of an export."""

    exported_at: datetime
    as_of: datetime  # the answers are as patients could read them at this moment
    site: str
    site_address: str
    trail_head: str  # hash of the trail's last line when the export was made
    topics: tuple[str, ...] = ()  # slugs of the topics asked for; empty when it was not by topic
    schema: str = SCHEMA
    schema_version: str = SCHEMA_VERSION


@dataclass(frozen=True)
class RecordTopic:
    """A topic on whose page the question stood."""

    slug: str
    title: str


@dataclass(frozen=True)
class RecordSignOff:
    """Somebody who signed the same text besides the reviewer."""

    role: str
    name: str  # empty where the site shows roles alone


@dataclass(frozen=True)
class Record:
    """One published answer. ``content_hash`` is over the fields up to ``sources``, and ``translation_of`` if any."""

    identity: str  # a UUID, the same for every version of the answer
    version: int
    language: str
    question: str
    body_markdown: str
    sources: str
    body_html: str
    sources_html: str
    content_hash: str
    status: str
    status_label: str  # the status in the words that patients read, in the answer's language
    approved_on: date | None
    reviewed_on: date | None
    next_review_on: date | None
    reviewer_role: str
    reviewer_name: str  # empty where the site shows roles alone
    reviewed_by_author: bool
    signed_off: tuple[RecordSignOff, ...]
    what_changed: str  # since the version approved before, in the author's words
    translation_of: str  # the content hash of the version that this is a translation of; empty if it is none
    translated_from_language: str
    translated_from_version: int | None
    original_state: str  # what became of that original: current, changed or withdrawn
    topics: tuple[RecordTopic, ...]
    address: str
    is_demonstration: bool
