"""Pictures in answers, each under the hash of its bytes."""

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from .delivery import public_file

log = logging.getLogger(__name__)

CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
ONE_YEAR = 365 * 24 * 60 * 60  # seconds


@public_file
def image(request: HttpRequest, sha256: str, extension: str) -> HttpResponse:
    """Send a picture whose bytes hash to its name, so that the signature over the text vouches for it too."""
    path = Path(settings.MEDIA_ROOT, "answers", f"{sha256}.{extension}")
    try:
        content = path.read_bytes()
    except OSError:
        raise Http404 from None
    if hashlib.sha256(content).hexdigest() != sha256:
        log.critical("The picture %s does not match the hash it is named by and is not shown.", path.name)
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPES[extension])
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=ONE_YEAR, immutable=True)
    return response
