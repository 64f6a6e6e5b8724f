"""What a check tells an editor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should look at before submitting an answer.

    ``start`` and ``end`` are character offsets into the answer's body, so that ``body[start:end]`` is what
    the finding is about; both are 0 when it is about the whole answer. For a question found inside an answer,
    ``question`` is its wording and ``reply`` the text that answers it, and the offsets span both: cutting
    ``body[start:end]`` removes the embedded question completely.
    """

    code: str
    message: str
    start: int
    end: int
    question: str = ""
    reply: str = ""


def quoted(text: str, limit: int = 120) -> str:
    """The text on one line in quotation marks, shortened to ``limit`` characters, for use in a message."""
    # Slicing first keeps this cheap for a "question" of several megabytes.
    line = " ".join(text[: limit * 4].split())
    return f"“{line}”" if len(line) <= limit else f"“{line[: limit - 1].rstrip()}…”"
