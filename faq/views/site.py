"""What every template knows of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from faq import clock


def context(request: HttpRequest) -> dict[str, Any]:
    """Name the site, and the page's full address and day, which a printed copy has to carry."""
    return {
        "site_name": settings.SITE_NAME,
        "single_clinician": settings.SINGLE_CLINICIAN,
        "site_address": settings.SITE_URL,
        "page_address": settings.SITE_URL + request.path,
        "today": clock.today(),
    }
