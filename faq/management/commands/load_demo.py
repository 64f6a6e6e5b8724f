"""Load the demonstration, once, and say how to use it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from faq.demo import story


class Command(BaseCommand):
    """``load_demo``: topics in every state, and accounts to try the site with."""

    help = "Load the demonstration topics and accounts, once. Refuses on a site that holds real content."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load unless loaded, then print the address, the accounts and what to try."""
        if not story.is_loaded():
            try:
                story.load()
            except story.HoldsRealContent as error:
                raise CommandError(
                    "This site holds content of its own, so the demonstration is not loaded: patients could "
                    "take it for real. Use an empty site, for example with another DATA_DIR."
                ) from error
        site = settings.SITE_URL
        say = self.stdout.write
        say(self.style.SUCCESS(f"\nThe demonstration site: {site}/"))
        say(f"The clinicians' desk:   {site}/admin/\n")
        say("Sign in as       password")
        for name in story.ACCOUNTS:
            say(f"  {name:<17}{story.password(name)}")
        say(
            "\nTry this:\n"
            f"  1. Read {site}/topics/baclofen-pump/ : answers in every status.\n"
            "  2. Sign in as demo-reviewer and approve “How long will I stay in hospital?”.\n"
            "  3. Sign in as demo-author and try to approve it yourself: you cannot.\n"
            f"  4. Take the approved answers out: {site}/export/answers.json\n"
            f"{self._mails()}"
            "\nStop the site with Ctrl-C; everything you did is kept.\n"
        )

    def _mails(self) -> str:
        if not settings.EMAIL_FILE_PATH:
            return ""
        return f"  5. Read today's reminders, which are written as files: {settings.EMAIL_FILE_PATH}\n"
