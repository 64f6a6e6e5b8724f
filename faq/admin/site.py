"""The desk: the admin site, open to everyone who holds a role."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from faq.models import AnswerVersion, AskedQuestion, Feedback, Person, TermDefinition


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


def may_enter(person: object) -> bool:
    """Whether a person has business at the desk: a role, or the care of accounts as superuser."""
    return isinstance(person, Person) and person.is_active and (person.is_superuser or bool(person.roles))


class DeskSignInForm(AdminAuthenticationForm):
    """Sign-in that asks for a role where Django asks for the staff flag."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Refuse an account without any role, saying who can help."""
        if not may_enter(user):
            raise ValidationError(
                "This account has no role on the site yet. Ask a lead to give you one.", code="no_role"
            )


class DeskSite(AdminSite):
    """The admin's pages for authors, reviewers and leads."""

    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = "Your desk"
    login_form = DeskSignInForm
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Roles decide who may enter; the staff flag plays no part."""
        return may_enter(request.user)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Ours besides Django's: what the editor asks while somebody writes (see MARKDOWNX_URLS_PATH)."""
        from faq.admin import editor  # after the models are loaded

        return [
            path("faq/preview/", self.admin_view(editor.preview), name="faq_preview"),
            path("faq/upload-image/", self.admin_view(editor.upload_image), name="faq_upload_image"),
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
        """The start page: what waits for somebody, then the lists."""
        awaiting = AnswerVersion.objects.awaiting_review().count()
        context = {
            "awaiting": awaiting,
            "terms_waiting": TermDefinition.objects.waiting().count(),
            "unread": Feedback.objects.filter(read_at=None).count(),
            "asked": AskedQuestion.objects.filter(dealt_with_at=None).count(),
        }
        return super().index(request, {**(extra_context or {}), **context})

    def app_index(  # type: ignore[override]  # Django always renders a page here
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """The start page again: all lists are of one application."""
        return HttpResponseRedirect(reverse("admin:index"))

    def password_change(  # type: ignore[override]  # Django's own returns any response too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Django's page for one's own password, with a line on the trail."""
        from django.contrib.auth.views import PasswordChangeView

        from faq.admin.people import OwnPasswordForm  # after the models are loaded

        return PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)
