"""Pictures for answers: what is kept, and what is refused."""

import hashlib
import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from faq import images
from faq.images import ImageRefused, store


def encoded(kind: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    (picture or Image.radial_gradient("L").resize((40, 30)).convert("RGB")).save(buffer, kind, **options)
    return buffer.getvalue()


def kept() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def stored(data: bytes) -> Path:
    path = store(data)
    file = Path(settings.MEDIA_ROOT) / "answers" / path.rpartition("/")[2]
    assert path == f"/media/answers/{file.name}"
    return file


@pytest.mark.parametrize(
    ("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("MPO", "jpg")]
)
def test_picture_is_named_by_the_hash_of_what_is_served(kind: str, extension: str) -> None:
    file = stored(encoded(kind))
    assert file.name == f"{hashlib.sha256(file.read_bytes()).hexdigest()}.{extension}"
    with Image.open(file) as picture:
        assert picture.size == (40, 30)
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_same_picture_twice_is_kept_once(kind: str) -> None:
    data = encoded(kind)
    assert store(data) == store(data)
    assert len(kept()) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_place_and_comments_of_a_photo_are_gone(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "GPS-SECRET description"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    options: dict[str, Any] = {"exif": exif, "icc_profile": b"GPS-SECRET profile", "xmp": b"GPS-SECRET xmp"}
    if kind == "JPEG":
        options["comment"] = b"GPS-SECRET comment"
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", "GPS-SECRET text")
        options["pnginfo"] = text
        del options["icc_profile"]  # kept compressed, so looked for by its chunk below
    data = encoded(kind, **options)
    assert b"GPS-SECRET" in data
    file = stored(data)
    assert b"GPS-SECRET" not in file.read_bytes()
    with Image.open(file) as picture:
        assert not picture.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & set(picture.info)


def test_photo_taken_sideways_stands_upright() -> None:
    sideways = Image.new("RGB", (40, 20), "red")
    sideways.paste("blue", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to show
    with Image.open(stored(encoded("JPEG", sideways, exif=exif, quality=95))) as picture:
        assert picture.size == (20, 40)
        red, _, blue = picture.getpixel((10, 5))  # type: ignore[misc]
        assert blue > red


def test_what_is_appended_to_a_picture_is_not_kept() -> None:
    polyglot = encoded("PNG") + b"<script>alert(1)</script>PK\x03\x04 a second file"
    assert b"script" not in stored(polyglot).read_bytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_every_kind_is_kept(mode: str) -> None:
    with Image.open(stored(encoded("PNG", Image.new(mode, (5, 5))))) as picture:
        assert picture.size == (5, 5)


def test_transparency_stays() -> None:
    with Image.open(stored(encoded("PNG", Image.new("RGBA", (5, 5), (255, 0, 0, 0))))) as picture:
        assert picture.getpixel((2, 2))[3] == 0  # type: ignore[index]


def test_print_colours_become_screen_colours() -> None:
    with Image.open(stored(encoded("JPEG", Image.new("CMYK", (5, 5))))) as picture:
        assert picture.mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><title>x</title>",
        b"%PDF-1.7",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\xff\xd8\xff\xe0",
        b"8BPS\x00\x01",
    ],
)
def test_file_that_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused, match=r"Choose another one|PNG, JPEG or WebP"):
        store(data)
    assert kept() == []


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "PDF"])
def test_picture_of_another_kind_is_refused_whatever_it_calls_itself(kind: str) -> None:
    with pytest.raises(ImageRefused, match="PNG, JPEG or WebP"):
        store(encoded(kind))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_picture_is_refused(kind: str, share: float) -> None:
    data = encoded(kind, Image.effect_noise((200, 200), 80).convert("RGB"))
    with pytest.raises(ImageRefused):
        store(data[: int(len(data) * share)])
    assert kept() == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_picture_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (5, 5), colour) for colour in ("red", "blue")]
    with pytest.raises(ImageRefused, match="moves"):
        store(encoded(kind, frames[0], save_all=True, append_images=frames[1:]))


def test_file_beyond_five_megabytes_is_refused() -> None:
    with pytest.raises(ImageRefused, match="larger than 5 MB"):
        store(encoded("PNG") + b"\0" * images.MAX_BYTES)


@pytest.mark.parametrize("side", [5_001, 10_000, 12_000, 60_000])
def test_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(
    side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpacked(*args: object) -> None:
        raise AssertionError("the pixels were decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", unpacked)
    with pytest.raises(ImageRefused, match="25 million pixels"):
        store(_bomb(side))


def _bomb(side: int) -> bytes:
    """A small file that would unpack to side × side pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_interrupted_writing_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(encoded("PNG"))
    assert kept() == []


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(0, 2_000), st.binary(min_size=1, max_size=30))
def test_damaged_picture_is_kept_or_refused_but_never_an_error(kind: str, at: int, damage: bytes) -> None:
    data = encoded(kind)
    at %= len(data)
    with suppress(ImageRefused):
        store(data[:at] + damage + data[at + len(damage) :])
