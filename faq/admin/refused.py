"""What somebody sees at the desk who may not open a page, or asks for one too often."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import defaults


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say so in the desk's own frame; pages of patients have theirs."""
    if request.path.startswith(reverse("admin:index")):
        return render(request, "admin/403.html", admin.site.each_context(request), status=403)
    return defaults.permission_denied(request, exception)


def too_often(request: HttpRequest) -> HttpResponse:
    """Say when to come back."""
    return render(request, "admin/429.html", admin.site.each_context(request), status=429)
