"""People on the desk: accounts, what is printed beside their signatures, and their roles."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm, SetPasswordMixin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from faq import accounts
from faq.admin import identity
from faq.admin.base import person_of, roles_of
from faq.admin.delegating import DelegatingAdmin, moment
from faq.admin.left_behind import left_behind
from faq.admin.signing_in import of_others
from faq.models import Capacity, Person, Role
from faq.policy import WorkflowError

MAY = "What the person may do"
# Django's own words speak to the account's owner.
STRENGTH_HELP = (
    "At least 8 characters, not only digits, not a common password, and not like the person's name. "
    "The person has to choose another one after signing in with it."
)
_hidden_from_error_reports = method_decorator(sensitive_post_parameters())


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """An account that exists. ``seen`` stands for what the person had on the screen."""

    roles = forms.MultipleChoiceField(
        choices=[*Role.choices, ("Signs off as", Capacity.choices)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_active = forms.BooleanField(
        label="Account is open",
        required=False,
        help_text="Untick to close it: the person is signed out and cannot sign in. Nothing of theirs is lost.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Person
        fields = accounts.DETAILS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            held = self.instance.groups.filter(name__in=accounts.HELD)
            self.initial["roles"] = list(held.values_list("name", flat=True))
            self.initial["is_active"] = self.instance.is_active
            self.initial["seen"] = accounts.details_token(self.instance)

    def details(self) -> dict[str, str]:
        """What is said about the person, as the workflow of accounts takes it."""
        return {name: self.cleaned_data[name] for name in accounts.DETAILS}


class NewAccountForm(AccountForm):
    """An account to be made, with its first password."""

    is_active = None  # type: ignore[assignment]  # it is open
    password, password_again = SetPasswordMixin.create_password_fields(
        "First password", "First password, again"
    )
    password.help_text = STRENGTH_HELP
    password_again.help_text = ""

    class Meta(AccountForm.Meta):
        fields = ("username", *accounts.DETAILS)  # type: ignore[assignment]

    def clean_password_again(self) -> str:
        """Catch a slip of the keyboard."""
        again = str(self.cleaned_data["password_again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError("The two passwords differ. Type the same one twice.")
        return again


class OthersPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A new password for somebody; the account's own rules judge it on saving."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = STRENGTH_HELP
        self.fields["new_password2"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Compare the two; whether the password is strong enough, ``faq.accounts`` says."""
        self.validate_passwords("new_password1", "new_password2")
        return self.cleaned_data


class RoleFilter(admin.SimpleListFilter):
    """What a person may do."""

    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the roles."""
        return [(name, name.replace("_", " ").capitalize()) for name in accounts.HELD]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the people with the chosen role."""
        chosen = self.value()
        return queryset.filter(groups__name=chosen) if chosen in accounts.HELD else queryset


class AccountFilter(admin.SimpleListFilter):
    """Whether a person can sign in."""

    title = "account"
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the two."""
        return [("open", "Open"), ("closed", "Closed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the people whose account is as chosen."""
        chosen = self.value()
        return queryset.filter(is_active=chosen == "open") if chosen in ("open", "closed") else queryset


@admin.register(Person)
class PersonAdmin(DelegatingAdmin):
    """Everyone at the desk sees who has which role; a lead or a superuser manages accounts."""

    change_form_template = "admin/faq/person/change_form.html"
    list_display = ("username", "printed_name", "role_title", "held_roles", "standing", "last_sign_in")
    list_filter = (RoleFilter, AccountFilter)
    search_fields = ("username", "first_name", "last_name", "role_title")
    search_help_text = "Finds names and professional roles."
    ordering = ("username",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Also for a superuser without any role, who may care for accounts."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Everyone with a role sees who the others are."""
        return bool(roles_of(request)) or self.has_add_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """As ``faq.accounts`` says; asked once per request, for a page asks it many times."""
        may: bool | None = getattr(request, "_may_manage_accounts", None)
        if may is None:
            may = accounts.refusal(person_of(request)) is None
            request._may_manage_accounts = may  # type: ignore[attr-defined]
        return may

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As ``faq.accounts`` says about this account."""
        if not isinstance(obj, Person):
            return self.has_add_permission(request)
        return accounts.refusal(person_of(request), obj) is None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """People with their roles."""
        roles = Prefetch(
            "groups", Group.objects.filter(name__in=accounts.HELD).order_by("name"), to_attr="roles_listed"
        )
        found: QuerySet[Person] = super().get_queryset(request)
        return found.prefetch_related(roles)

    @admin.display(description="roles")
    def held_roles(self, person: Any) -> str:
        """The roles, whether the account is open or not."""
        return ", ".join(group.name.replace("_", " ") for group in person.roles_listed) or "–"

    @admin.display(description="account", ordering="is_active")
    def standing(self, person: Person) -> str:
        """Whether the person can sign in."""
        return ("open" if person.is_active else "closed") + (", superuser" if person.is_superuser else "")

    @admin.display(description="last signed in", ordering="last_login")
    def last_sign_in(self, person: Person) -> str:
        """When the person last signed in."""
        return moment(person.last_login) if person.last_login else "never"

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """What is only shown."""
        if obj is None:
            return ()
        if not self.has_change_permission(request, obj):
            return ("held_roles", "standing", "last_sign_in")
        return ("last_sign_in",)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Who it is, what may be done, and with which password at first."""
        may = {"fields": ("roles",)}
        if obj is None:
            who = {"fields": ("username", *accounts.DETAILS)}
            return ((None, who), (MAY, may), ("Signs in with", {"fields": ("password", "password_again")}))
        # The name to sign in with stays: the trail names the person by it.
        details = (None, {"fields": accounts.DETAILS})
        if not self.has_change_permission(request, obj):
            account = {"fields": ("standing", "last_sign_in")}
            return (details, (MAY, {"fields": ("held_roles",)}), ("Account", account))
        return (details, (MAY, may), ("Account", {"fields": ("last_sign_in", "is_active")}))

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> "type[forms.ModelForm[Any]]":
        """One form to make an account, another to change it."""
        kwargs["form"] = AccountForm if obj else NewAccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    @_hidden_from_error_reports
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or make or change the account.

        A session that somebody has left open must make no reviewer, so who manages accounts is asked on opening the
        form, before anything is typed into it, to show again who they are.
        """
        opens = request.method != "POST" and self.has_add_permission(request)
        if opens and not identity.signed_in_recently(request):
            return identity.ask_again(request, back_to=request.get_full_path())
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Make or change the account, unless the sign-in grew old over the form: then it is shown as filled in."""
        if not identity.signed_in_recently(request):
            raise WorkflowError(
                "You signed in a while ago, so nothing is saved yet. Open this page in another tab, "
                "which asks you to show that it is you. Then save here."
            )
        by, data = person_of(request), form.cleaned_data
        if change:
            accounts.change_account(
                account=obj,
                by=by,
                seen=data["seen"],
                roles=data["roles"],
                is_active=data["is_active"],
                details=form.details(),
            )
        else:
            made = accounts.create_account(
                by=by,
                username=data["username"],
                password=data["password"],
                roles=data["roles"],
                details=form.details(),
            )
            obj.pk = made.pk

    def response_change(self, request: HttpRequest, obj: Person) -> HttpResponse:
        """Say what was saved; of an account that is closed, also what becomes of the answers it owns."""
        response = super().response_change(request, obj)
        if left := left_behind(Person.objects.get(pk=obj.pk)):
            messages.warning(request, left)
        return response

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and those that set a password and say how somebody signs in."""
        password = path(
            "<int:person_id>/password/",
            self.admin_site.admin_view(self.password_view),
            name="faq_person_password",
        )
        signing_in = path(
            "<int:person_id>/signing-in/",
            self.admin_site.admin_view(of_others.page),
            name="faq_person_signing_in",
        )
        return [password, signing_in, *super().get_urls()]

    @_hidden_from_error_reports
    def password_view(self, request: HttpRequest, person_id: int) -> HttpResponse:
        """Give somebody else a new password: one's own page asks for the old one."""
        account, by = get_object_or_404(Person, pk=person_id), person_of(request)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account.pk == by.pk:
            return HttpResponseRedirect(reverse("mfa_index"))
        if not identity.signed_in_recently(request):
            return identity.ask_again(request, back_to=request.path)
        form = OthersPasswordForm(account, request.POST or None)
        if form.is_valid():
            try:
                accounts.set_password(account=account, by=by, password=form.cleaned_data["new_password1"])
            except WorkflowError as refusal:
                form.add_error("new_password1", str(refusal))
            else:
                messages.success(request, f"The new password of “{account.username}” is set.")
                return HttpResponseRedirect(reverse("admin:faq_person_change", args=[account.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "New password",
            "subtitle": account.username,
            "form": form,
            "account": account,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/faq/person/password.html", context)

    def trail_filter(self, object_id: str) -> dict[str, str]:
        """The changes of an account."""
        account = get_object_or_404(Person, pk=object_id)
        return {"kind__exact": "account_changed", "q": account.username}


# Roles are made by the project; a group that somebody renamed would take a role from everyone. And what allauth
# keeps of an account is changed on the pages of signing in alone, where the trail hears of it.
for foreign in [model for model in admin.site._registry if model._meta.app_label != Person._meta.app_label]:
    admin.site.unregister(foreign)
