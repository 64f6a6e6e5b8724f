"""What a closed account leaves behind: the answers that it owns, and where they go."""

from django.conf import settings
from django.utils.html import format_html

from faq import handover
from faq.admin.answer_filters import list_of_answers
from faq.models import Answer, Person


def left_behind(account: Person) -> str:
    """What becomes of the answers of an account, as HTML with a link to them; empty while it is open or owns none."""
    owned = Answer.objects.filter(owner=account).count()
    if account.is_active or not owned:
        return ""
    handed_over = handover.waiting().filter(owner=account).count() if settings.REMINDERS_AS else 0
    goes, left = "", owned - handed_over
    if handed_over:
        verb = "goes" if handed_over == 1 else "go"
        goes = f" {handed_over} of them {verb} to the deputy when the site next sends its reminders."
    if left:
        goes += f" Choose a new owner for {left} of them, each on its own page."
    return format_html(
        'The account is closed, and “{}” still owns <a href="{}">{} answer{}</a>.{}',
        account.printed_name,
        list_of_answers(keeper=str(account.pk)),
        owned,
        "" if owned == 1 else "s",
        goes,
    )
