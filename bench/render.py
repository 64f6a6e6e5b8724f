"""Milliseconds of `faq.rendering.render`, beside Python-Markdown (unsanitised) where that is installed.

Run from the project's root: `python -m bench.render`. Each figure is the best of three runs. The lines with
"x4" repeat a hostile text at four times its length: a linear renderer takes about four times as long.
"""

import signal
import time
from collections.abc import Callable
from importlib import import_module
from types import FrameType

from faq.rendering import render

LIMIT_SECONDS = 10

SHORT_ANSWER = """The pump is refilled every **1 to 6 months**. At the visit we:

- read the pump through the skin
- empty and refill it
- give you the date of the next refill

| Sign | What to do |
|---|---|
| Alarm | [Call us](tel:+441632960000) |
"""

TEXTS = {
    "short answer": SHORT_ANSWER,
    "100 kB of answers": (SHORT_ANSWER + "\n") * (100_000 // len(SHORT_ANSWER)),
    "20,000 '['": "[" * 20_000,
    "20,000 '[' x4": "[" * 80_000,
    "20,000 '*'": "*" * 20_000 + "a" + "*" * 20_000,
    "20,000 '*' x4": "*" * 80_000 + "a" + "*" * 80_000,
    "5,000 '![' closed": "![" * 5_000 + "a" + "](b)" * 5_000,
    "5,000 '![' closed x4": "![" * 20_000 + "a" + "](b)" * 20_000,
    "5,000 '> '": "> " * 5_000 + "a",
    "5,000 '> ' x4": "> " * 20_000 + "a",
    "5,000 '1) 2.' lists": "1) a\n2. b\n" * 5_000,
    "5,000 '1) 2.' lists x4": "1) a\n2. b\n" * 20_000,
}


class TookTooLong(Exception):
    """The work was stopped after LIMIT_SECONDS."""


def stop(signal_number: int, frame: FrameType | None) -> None:
    """Signal handler that ends the work under way."""
    raise TookTooLong


def milliseconds(work: Callable[[str], str], text: str) -> float:
    """Best of three runs, or of one that takes longer than a second; raises what the work raises."""
    best = float("inf")
    for _ in range(3):
        signal.alarm(LIMIT_SECONDS)
        start = time.perf_counter()
        try:
            work(text)
        finally:
            signal.alarm(0)
        spent = (time.perf_counter() - start) * 1000
        best = min(best, spent)
        if spent > 1000:
            break
    return best


def python_markdown() -> Callable[[str], str] | None:
    """Python-Markdown with tables, or None where it is not installed."""
    try:
        library = import_module("markdown")
    except ModuleNotFoundError:
        return None
    return lambda text: str(library.markdown(text, extensions=["tables"]))


def comparison(other: Callable[[str], str], text: str, ours: float) -> str:
    """The other renderer's time for the text and how many times ours it is."""
    try:
        theirs = milliseconds(other, text)
    except TookTooLong:
        return f"{f'over {LIMIT_SECONDS} s':>18}{LIMIT_SECONDS * 1000 / ours:>6.0f}x+"
    except RecursionError:
        return f"{'fails':>18}"
    return f"{theirs:>15.1f} ms{theirs / ours:>7.1f}x"


def main() -> None:
    """Print one line for each text."""
    signal.signal(signal.SIGALRM, stop)
    other = python_markdown()
    print(f"{'':24}{'render':>10}{'Python-Markdown':>18}{'ratio':>8}")
    for name, text in TEXTS.items():
        ours = milliseconds(render, text)
        print(f"{name:24}{ours:>7.1f} ms{comparison(other, text, ours) if other else ''}", flush=True)


if __name__ == "__main__":
    main()
