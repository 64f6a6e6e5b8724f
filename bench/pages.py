"""What a page costs the site and its reader: sent whole, compressed, and confirmed as unchanged.

``python -m bench.pages`` asks for the largest topic of the demonstration (some 25 answers) as browsers do, in turns,
so that whatever else the machine does falls on all alike. Milliseconds are of the whole request within the site,
the best of 60; bytes are those of body and headers. On PostgreSQL: ``TEST_ON=postgresql``.
"""

import time
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from bench.collection import empty_site

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

TOPIC = "/topics/baclofen-pump/"
ROUNDS = 60


class Way(NamedTuple):
    """A way to ask for the page."""

    name: str
    headers: dict[str, str]


def ways(client: "Client") -> list[Way]:
    packed = [Way(coding, {"accept-encoding": coding}) for coding in ("gzip", "br")]
    first = client.get(TOPIC, headers=packed[-1].headers)
    unchanged = Way("unchanged (304)", packed[-1].headers | {"if-none-match": first["ETag"]})
    return [Way("as it is", {}), *packed, unchanged]


def size(response: "HttpResponse") -> int:
    """Bytes on the wire: the body, and each header with its colon, space and end of line."""
    return len(response.content) + sum(len(name) + len(value) + 4 for name, value in response.items())


def measure(client: "Client") -> None:
    """Print one line for each way."""
    asked = ways(client)
    spent: dict[str, list[float]] = {way.name: [] for way in asked}
    sizes: dict[str, int] = {}
    for _ in range(ROUNDS):
        for way in asked:
            start = time.perf_counter()
            response = client.get(TOPIC, headers=way.headers)
            spent[way.name].append((time.perf_counter() - start) * 1000)
            sizes[way.name] = size(response)
    whole = asked[0].name
    print(f"{'':18}{'bytes':>9}{'of whole':>10}{'ms':>9}{'of whole':>10}")
    for name, times in spent.items():
        shares = sizes[name] / sizes[whole], min(times) / min(spent[whole])
        print(f"{name:18}{sizes[name]:>9}{shares[0]:>10.0%}{min(times):>9.1f}{shares[1]:>10.0%}")


def main() -> None:
    with empty_site():
        from django.test import Client, override_settings

        from faq.demo import story

        story.load()
        # Collecting static files is no part of a page.
        storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
            measure(Client(headers={"host": settings.ALLOWED_HOSTS[0]}))


if __name__ == "__main__":
    main()
