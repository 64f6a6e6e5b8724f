"""Pages whose form is an act: saving calls a function with rules of its own, and its refusal is shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from faq.admin.base import RoleAdmin
from faq.admin.site import ROOMS
from faq.policy import WorkflowError


def moment(at: datetime) -> str:
    """A date with its time, as every list of the desk shows it."""
    return date_format(localtime(at), "j M Y, H:i")


class RefusedForm:
    """Mixed into the form that is shown again after a refusal: puts it beside the field that has to change."""

    refusal: ClassVar[WorkflowError]

    def _post_clean(self: Any) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.add_error(self.refusal.field if self.refusal.field in self.fields else None, str(self.refusal))


class DelegatingAdmin(RoleAdmin):
    """A page whose ``save_model`` hands over to a function that may raise ``WorkflowError``.

    Then nothing was written, and the form is shown again as it was filled in, with the refusal beside its field.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show the form, or do its act."""
        context = {
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
            **({} if object_id else self._called("title")),
            **(extra_context or {}),
        }
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except WorkflowError as refusal:
            request._refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show as stored what is only shown: Django hands over what a refused form would make of it."""
        if request.method == "POST" and context.get("original"):
            context["original"].refresh_from_db()
        return super().render_change_form(request, context, *args, **kwargs)

    def _called(self, name: str) -> dict[str, str]:
        """The words of the start page for adding something, if it has any, as a page's ``name``."""
        label = ROOMS[self.opts.object_name or ""].add_label
        return {name: label} if label else {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under the name that the start page gives it."""
        context = {
            "title": ROOMS[self.opts.object_name or ""].name,
            **self._called("add_label"),
            **(extra_context or {}),
        }
        # Django hands these to the database, which fails on them: an address that somebody made up.
        if any("\x00" in value for value in request.GET.values()):
            return HttpResponseRedirect(request.path)
        try:
            return super().changelist_view(request, context)
        except OverflowError:
            return HttpResponseRedirect(request.path)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> "type[forms.ModelForm[Any]]":
        """The form, which holds the refusal of its own act if there was one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "_refusal", None)
        return type(form.__name__, (RefusedForm, form), {"refusal": refusal}) if refusal else form

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """Nothing: the act has written all there is."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Nothing: it would only go into Django's own log."""
        return []

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """Nothing: the trail is the only log, and Django's own can be changed."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """Nothing: the trail is the only log, and Django's own can be changed."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the trail, which knows more than Django's log."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sought = urlencode(self.trail_filter(object_id))
        return HttpResponseRedirect(f"{reverse('admin:faq_event_changelist')}?{sought}")

    def trail_filter(self, object_id: str) -> dict[str, str]:
        """What to ask the list of the trail for, to see the acts about one row."""
        return {}
