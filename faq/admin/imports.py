"""Imports on the desk: choose a file, see what would happen, confirm; and what was imported before."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from faq import content
from faq.admin import held_files
from faq.admin.base import person_of
from faq.admin.delegating import DelegatingAdmin, moment
from faq.importing.decoding import MAX_BYTES
from faq.importing.load import import_file
from faq.importing.refusal import ImportRefused
from faq.importing.report import Outcome, Report
from faq.models import Category, ImportedFile, Role
from faq.policy import WorkflowError


class ImportForm(forms.Form):
    """Which file goes into which topic."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the importer says it in better words
        help_text="A plain text file of at most 10 MB. Each question stands on a line of its own and ends in “?”.",
        error_messages={"required": "Choose a file first."},
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label="Topic",
        empty_label="Choose a topic",
        help_text="Its questions are added to this topic. A lead makes new topics.",
        error_messages={"required": "Choose a topic first."},
    )


@admin.register(ImportedFile)
class ImportedFileAdmin(DelegatingAdmin):
    """Everyone at the desk reads what was imported; authors import."""

    add_roles = {Role.AUTHOR}
    list_display = ("name", "category", "imported", "imported_by", "question_count", "finding_count")
    list_filter = ("category",)
    list_select_related = ("category", "imported_by")
    search_fields = ("name", "sha256")
    search_help_text = "Finds file names and hashes."
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/faq/importedfile/change_form.html"

    @admin.display(description="imported", ordering="imported_at")
    def imported(self, file: ImportedFile) -> str:
        """When."""
        return moment(file.imported_at)

    @admin.display(description="drafts written")
    def question_count(self, file: ImportedFile) -> int:
        """How many questions of the file became or changed a draft."""
        return sum(item["outcome"] in {Outcome.NEW, Outcome.CHANGED} for item in file.report["items"])

    @admin.display(description="to look at")
    def finding_count(self, file: ImportedFile) -> int:
        """How many findings the importer had."""
        return len(file.report["findings"])

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """None of the stock form: the template lays the report out."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and the one that confirms an import."""
        confirm = path(
            "confirm/", self.admin_site.admin_view(self.confirm_view), name="faq_importedfile_confirm"
        )
        return [confirm, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One file, with the report that its import left."""
        files: QuerySet[ImportedFile] = self.get_queryset(request).select_related("category", "imported_by")
        file = files.filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {"file": file, "report": file.report, "title": file.name, "subtitle": None} if file else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose a file, and see what importing it would do; nothing is written."""
        self._require_import(request)
        form = ImportForm(request.POST or None, request.FILES or None, initial=self._initial(request))
        if form.is_valid():
            upload, category = form.cleaned_data["file"], form.cleaned_data["category"]
            try:
                return self._preview(request, str(upload.name), _bytes_of(upload), category)
            except (ImportRefused, WorkflowError) as refusal:
                form.add_error("file", str(refusal))
        return self._page(request, "admin/faq/importedfile/choose.html", title="Import a file", form=form)

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Import the file that was previewed, or drop it."""
        self._require_import(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        by = person_of(request)
        try:
            held, data = held_files.take(request.POST.get("note", ""), by=by)
            if "cancel" in request.POST:
                held_files.discard(held)
                messages.info(request, "Nothing was imported.")
                return HttpResponseRedirect(reverse("admin:faq_importedfile_add"))
            category = get_object_or_404(Category, pk=held.category)
            with transaction.atomic():
                report = import_file(name=held.name, data=data, category=category, by=by)
                if promise(report) != held.promise:
                    transaction.set_rollback(True)
        except (ImportRefused, WorkflowError) as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:faq_importedfile_add"))
        if promise(report) != held.promise:
            messages.warning(request, "The topic has changed since you saw the preview. This is the new one.")
            return self._preview(request, held.name, data, category)
        held_files.discard(held)
        return self._imported(request, report)

    def _preview(self, request: HttpRequest, name: str, data: bytes, category: Category) -> HttpResponse:
        by = person_of(request)
        report = import_file(name=name, data=data, category=category, by=by, dry_run=True)
        note = held_files.hold(name=name, data=data, category=category, by=by, promise=promise(report))
        context = {
            "title": "Preview: nothing is written yet",
            "report": report,
            "category": category,
            "note": note,
        }
        return self._page(request, "admin/faq/importedfile/preview.html", **context)

    def _imported(self, request: HttpRequest, report: Report) -> HttpResponse:
        if report.file_id is None:
            messages.info(request, "Everything in this file is known already, so nothing was written.")
            return HttpResponseRedirect(reverse("admin:faq_importedfile_changelist"))
        messages.success(
            request, "Imported as drafts. Patients see nothing of them until a colleague approves."
        )
        return HttpResponseRedirect(reverse("admin:faq_importedfile_change", args=[report.file_id]))

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        stock = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, stock | context)

    def _require_import(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    @staticmethod
    def _initial(request: HttpRequest) -> dict[str, str]:
        return {"category": request.GET.get("category", "")}


def promise(report: Report) -> str:
    """Stands for what a preview said would become of each question, to hold the import to it."""
    outcomes = [[item.question, item.question_line, str(item.outcome), item.message] for item in report.items]
    return content.sha256(content.canonical_json(outcomes))


def _bytes_of(upload: "UploadedFile[bytes]") -> bytes:
    # One byte more than allowed is enough for the importer to refuse it.
    return bytes(upload.read(MAX_BYTES + 1))
