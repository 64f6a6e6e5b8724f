"""What every template knows of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """Name the site for a template."""
    return {"site_name": settings.SITE_NAME}
