"""The sessions of an account: where it is signed in.

Django's own table is the truth here. What allauth notes beside it (address and browser) is for people to
recognise a session by, and a session that it knows nothing of must end all the same.
"""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from faq import clock
from faq.models import Person


def end(account: Person, *, but: str | None = None) -> int:
    """Sign an account out everywhere, or everywhere but in the session of the key ``but``. How many ended."""
    theirs = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=clock.now()).iterator()
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(account.pk)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)
