"""Uploaded files that wait between the preview of an import and its confirmation.

The bytes stay here, on the server's own disk, and the page carries only a signed note of them: ten megabytes
in a hidden field would not fit through a form (DATA_UPLOAD_MAX_MEMORY_SIZE), and in a session they would
stand in the database half-imported. A file is named by its hash, lies outside of everything that is served,
and goes after the import or after a day. Several servers of one site share DATA_DIR, as they do for pictures.
"""

import hashlib
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing

from faq.models import Category, Person
from faq.policy import WorkflowError

KEPT_FOR = 24 * 60 * 60  # seconds
_SALT = "faq.admin.held_files"


@dataclass(frozen=True)
class HeldFile:
    """Whose file waits for which topic, and what its preview promised (see ``promise``)."""

    sha256: str
    name: str
    category: int
    person: int
    promise: str


def hold(*, name: str, data: bytes, category: Category, by: Person, promise: str) -> str:
    """Keep a file for its confirmation and return the signed note that stands for it."""
    discard_old()
    sha256 = hashlib.sha256(data).hexdigest()
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f"{sha256}.{os.getpid()}.unfinished"
    unfinished.write_bytes(data)
    unfinished.replace(_path(sha256, by.pk))
    return signing.dumps(
        asdict(HeldFile(sha256, name, category.pk, by.pk, promise)), salt=_SALT, compress=True
    )


def take(note: str, *, by: Person) -> tuple[HeldFile, bytes]:
    """The file that a note stands for, and its bytes. Raises ``WorkflowError``."""
    gone = WorkflowError("This file is no longer held. Choose it again.", "file")
    try:
        held = HeldFile(**signing.loads(note, salt=_SALT, max_age=KEPT_FOR))
        data = _path(held.sha256, held.person).read_bytes()
    except (signing.BadSignature, OSError):
        raise gone from None
    # Signed for one person: a note that was passed on would import in somebody else's name.
    if held.person != by.pk or hashlib.sha256(data).hexdigest() != held.sha256:
        raise gone
    return held, data


def discard(held: HeldFile) -> None:
    """Remove a file that was imported or will not be."""
    _path(held.sha256, held.person).unlink(missing_ok=True)


def discard_old() -> None:
    """Remove what nobody confirmed within a day."""
    for path in _folder().glob("*"):
        if path.stat().st_mtime < time.time() - KEPT_FOR:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads-to-confirm"


def _path(sha256: str, person: int) -> Path:
    return _folder() / f"{sha256}.{person}"
