"""Pictures for answers: checked, re-encoded, and kept under a name of ours.

What patients' browsers get is never the uploaded file. It is decoded here and encoded anew, so that it holds
pixels and nothing else: no place where the photo was taken, no second meaning as script or archive.
"""

import hashlib
import io
import os
import tempfile
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000

# The addresses that faq.rendering lets through; "MPO" is how many phones save a JPEG.
_EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "WEBP": "webp"}
_ENCODERS = {
    "png": {"format": "PNG"},
    "jpg": {"format": "JPEG", "quality": 88},
    "webp": {"format": "WEBP", "quality": 88},
}

_UNREADABLE = (
    "This file is not a picture that can be shown: it has to be a PNG, JPEG or WebP file. "
    "Open it in a picture program, save it as PNG or JPEG, and choose that file."
)
_TOO_MANY_PIXELS = "This picture has more than 25 million pixels. Make it smaller, then choose it again."


class ImageRefused(Exception):
    """A picture that is not stored. The message says why, and what to do, to a clinician."""


def store(data: bytes) -> str:
    """Keep an uploaded picture and return its path on the site. The same picture twice is kept once.

    Accepts PNG, JPEG and WebP, whatever the file calls itself, up to ``MAX_BYTES`` and ``MAX_PIXELS``;
    raises ``ImageRefused`` for everything else.
    """
    if not data:
        raise ImageRefused("This file is empty. Choose another one.")
    if len(data) > MAX_BYTES:
        raise ImageRefused("This file is larger than 5 MB. Make the picture smaller, then choose it again.")
    encoded, extension = _encoded_anew(data)
    name = f"{hashlib.sha256(encoded).hexdigest()}.{extension}"
    _write(settings.MEDIA_ROOT / "answers" / name, encoded)
    return f"/media/answers/{name}"


def _encoded_anew(data: bytes) -> tuple[bytes, str]:
    """The picture's pixels, upright, without anything else of the file; and the file extension they need."""
    try:
        # Reads the header only; pixels are decoded after their number is known.
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused(_TOO_MANY_PIXELS) from error
    except Exception as error:  # Pillow's readers raise whatever a broken file makes them stumble over
        raise ImageRefused(_UNREADABLE) from error
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ImageRefused(_TOO_MANY_PIXELS)
        if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
            raise ImageRefused("This picture moves. Choose one that stands still.")
        extension = _EXTENSIONS[str(picture.format)]
        try:
            return _encode(_pixels(picture, extension), extension), extension
        except Exception as error:  # as above: truncated or damaged pixels
            raise ImageRefused(_UNREADABLE) from error


def _pixels(picture: Image.Image, extension: str) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    transparent = extension != "jpg" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if transparent else "L" if upright.mode in {"1", "L"} else "RGB")
    pixels.info = {}  # comments and colour profiles would be written again
    return pixels


def _encode(pixels: Image.Image, extension: str) -> bytes:
    encoded = io.BytesIO()
    pixels.save(encoded, **_ENCODERS[extension])  # type: ignore[arg-type]
    return encoded.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds it whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
