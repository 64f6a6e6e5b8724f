"""Where somebody is signed in: what a browser calls itself, in words by which its owner knows it again."""

from allauth.usersessions.models import UserSession

from faq.models import Person

# The first that stands in the name counts: every browser claims to be those further down as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def signed_in(person: Person) -> list[dict[str, object]]:
    """The sessions of an account, the latest first: what is noted of each, and its browser in words."""
    return [
        {"shown": session, "browser": described(session.user_agent)}
        for session in reversed(UserSession.objects.purge_and_list(person))
    ]


def described(user_agent: str) -> str:
    """For example “Firefox on Windows”; “A browser” where nothing of its name is known."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
