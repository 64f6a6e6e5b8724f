"""Forms of the desk, filled in as a browser would send them back."""

from typing import Any

from django.forms import BaseForm


def filled(page: Any, **changes: Any) -> dict[str, Any]:
    """Everything that the stock form of a page would send, with some fields changed."""
    data: dict[str, Any] = {}
    forms: list[BaseForm] = [page.context["adminform"].form]
    for inline in page.context.get("inline_admin_formsets") or ():
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = "on" if value is True else value
    return data | changes


def errors_of(page: Any) -> dict[str, list[str]]:
    """What the form of a page says is wrong, by field."""
    return dict(page.context["adminform"].form.errors)
