"""The desk: the admin site, open to everyone who holds a role."""

from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from faq.admin import home
from faq.admin.entrance import may_enter
from faq.models import Person


class Room(NamedTuple):
    """A list of the desk as its start page offers it."""

    name: str
    summary: str
    add_label: str = ""


# In the order in which clinicians need them, by the name of the model.
ROOMS = {
    "Answer": Room("Answers", "Write, review, and keep answers in date.", "Write an answer"),
    "Question": Room("Questions", "Other ways of asking, related questions, clinical codes."),
    "Category": Room("Topics", "The pages that patients read, and the order on them.", "Make a topic"),
    "Term": Room("Terms", "What words mean, explained where patients first meet them.", "Explain a term"),
    "Feedback": Room("Feedback", "Whether answers helped, and what readers say of them."),
    "AskedQuestion": Room("Questions asked in vain", "What patients looked for and did not find."),
    "ImportedFile": Room("Imported files", "Turn a text file into drafts.", "Import a file"),
    "Person": Room("People", "Who may do what.", "Make an account"),
    "Event": Room("Trail", "Everything that was done, by whom and when."),
}


class DeskSite(AdminSite):
    """The admin's pages for authors, reviewers and leads."""

    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = "Your desk"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Roles decide who may enter, once a session has done what it must do first; the staff flag plays no part.

        Looked up once per request, for a page asks it several times.
        """
        from faq.admin.signing_in import gate  # after the models are loaded

        may: bool | None = getattr(request, "_may_enter_desk", None)
        if may is None:
            may = may_enter(request.user) and gate.next_step(request) is None
            request._may_enter_desk = may  # type: ignore[attr-defined]
        return may

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The page of sign-in. It also leads on whoever has to do something before the desk opens."""
        from faq.admin.signing_in import addresses  # after the models are loaded

        return cast(HttpResponse, addresses.sign_in(request))

    def logout(  # type: ignore[override]  # Django always renders a page here
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Sign out, back to the page of sign-in."""
        from faq.admin.signing_in import addresses  # after the models are loaded

        return addresses.sign_out(request)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Ours besides Django's: what the editor asks while somebody writes (see MARKDOWNX_URLS_PATH)."""
        from faq.admin import autosave, editor, review_links  # after the models are loaded

        return [
            path("faq/preview/", self.admin_view(editor.preview), name="faq_preview"),
            path("faq/upload-image/", self.admin_view(editor.upload_image), name="faq_upload_image"),
            path("faq/autosave/", self.admin_view(autosave.keep), name="faq_autosave"),
            path("faq/autosave/discard/", self.admin_view(autosave.discard), name="faq_autosave_discard"),
            path("faq/presence/", self.admin_view(autosave.ping), name="faq_presence"),
            path("review/<str:secret>/", self.admin_view(review_links.open_review), name="review_link"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists of the desk in the order of ``ROOMS``, with its words. None before signing in."""
        if not isinstance(request.user, Person):
            return []
        order = list(ROOMS)
        apps: list[Any] = super().get_app_list(request, app_label)
        for app in apps:
            known = [model for model in app["models"] if model["object_name"] in ROOMS]
            app["models"] = sorted(known, key=lambda model: order.index(model["object_name"]))
            for model in known:
                model.update(ROOMS[model["object_name"]]._asdict())
        return [app for app in apps if app["models"]]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The start page: what lies there for this person, then the lists."""
        return super().index(request, {**(extra_context or {}), "desk": home.context(request)})

    def app_index(  # type: ignore[override]  # Django always renders a page here
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """The start page again: all lists are of one application."""
        return HttpResponseRedirect(reverse("admin:index"))

    def password_change(  # type: ignore[override]  # Django's own returns any response too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The page for one's own password, with a line on the trail."""
        from faq.admin.signing_in import addresses  # after the models are loaded

        return addresses.own_password(request)
