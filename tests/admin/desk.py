"""How the tests read an answer's page and press its buttons."""

import re
from html import unescape
from typing import Any

from django.test import Client

from faq.models import Answer, AnswerVersion
from faq.policy import Act


def page(client: Client, of: Answer | AnswerVersion) -> str:
    """The page of an answer, as text."""
    response = client.get(address(of))
    assert response.status_code == 200
    return response.content.decode()


def address(of: Answer | AnswerVersion, act: str = "change") -> str:
    answer = of.answer_id if isinstance(of, AnswerVersion) else of.pk
    return f"/admin/faq/answer/{answer}/{act}/"


def buttons(html: str) -> set[Act]:
    """The acts that a page offers."""
    return {Act(name) for name in re.findall(r'data-act="(\w+)"', html)}


def inputs(html: str, act: Act) -> dict[str, str]:
    """The form of an act as a browser would send it, with the hidden inputs that the page gave it."""
    marker = (
        'id="editor"' if act in {Act.EDIT, Act.SUBMIT} and 'id="editor"' in html else f'/{act}/" novalidate'
    )
    form = html[html.index(marker) :].partition("</form>")[0]
    found = dict(re.findall(r'<input type="(?:hidden|date|number)" name="(\w+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL))
    found |= dict(re.findall(r'<select name="(\w+)".*?<option value="(\d+)" selected>', form, re.DOTALL))
    found.pop("csrfmiddlewaretoken", None)
    return {name: unescape(value) for name, value in found.items()}


def merge_inputs(html: str) -> dict[str, str]:
    """The form on which a person chooses between two texts, before anything is chosen."""
    form = html[html.index('aria-labelledby="merge-heading"') :].partition("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', form, re.DOTALL))
    found.pop("csrfmiddlewaretoken", None)
    return {name: unescape(value) for name, value in found.items()}


def press(client: Client, of: Answer | AnswerVersion, act: Act, **typed: str) -> Any:
    """Press a button of the page as it stands now, after filling in its inputs."""
    data = inputs(page(client, of), act) | typed
    if act == Act.SUBMIT:
        return client.post(address(of, "edit"), data | {"then": "submit"})
    return client.post(address(of, act), data)
