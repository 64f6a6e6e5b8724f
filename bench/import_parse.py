"""Milliseconds per megabyte for reading a file, for ordinary and hostile shapes.

Run as ``python -m bench.import_parse``, with other sizes in MB as arguments. A shape that takes more per
megabyte when it is larger is a defect: the importer promises linear time up to its limit of 10 MB.
"""

import sys
import time
from collections.abc import Callable

from faq.importing.decoding import decode
from faq.importing.plain_text import parse
from faq.importing.refusal import ImportRefused

SENTENCE = "The pump gives the medicine to the fluid around the spinal cord, day and night. "
MEGABYTE = 1_000_000


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


SHAPES: dict[str, Callable[[int], str]] = {
    "2 kB answers": lambda size: _filled("How is it done?\n\n" + SENTENCE * 25 + "\n\n", size),
    "wrapped lines": lambda size: "What is it?\n" + _filled(SENTENCE[:60] + "and\nso " + SENTENCE, size),
    "one answer, one line": lambda size: "What is it?\n\n" + _filled(SENTENCE, size),
    "questions in one line": lambda size: "What is it?\n\n" + _filled("How is a pump filled? It is. ", size),
    "question marks": lambda size: "What is it?\n\n" + "?" * size,
    "spaced question marks": lambda size: "What is it?\n\n" + _filled("? ", size),
    "quotation marks": lambda size: "What is it?\n\n" + _filled('."', size),
    "colons": lambda size: "What is it?\n\n" + _filled("they are: ", size),
    "asterisks": lambda size: "What is it?\n\n" + "*" * size,
    "hash signs": lambda size: "# " * (size // 2) + "\nWhat is it?\n",
    "spaces": lambda size: "What is it?\n\n" + " " * size + "x",
    "tags": lambda size: "What is it?\n\n" + _filled("<a>\n<", size),
    "short lines": lambda size: "What is it?\n\n" + _filled("a pump, then more and more\n", size),
    "links below a box": lambda size: (
        "What is it?\n\nYou Might Also Like\n" + _filled("A further link here\n", size)
    ),
    "refused: too many questions": lambda size: _filled("Is it so?\n", size),
}


def milliseconds(text: str) -> float:
    """The time it takes to decode and read a text, refused or not."""
    data = text.encode()
    begin = time.perf_counter()
    try:
        parse(decode(data).text)
    except ImportRefused as refusal:
        print(f"    refused: {str(refusal)[:70]}")
    return (time.perf_counter() - begin) * 1000


def main(sizes: tuple[float, ...]) -> None:
    print(f"{'ms per MB, at a size of':30}" + "".join(f"{size:>10g} MB" for size in sizes))
    for name, shape in SHAPES.items():
        times = [milliseconds(shape(int(size * MEGABYTE))) / size for size in sizes]
        print(f"{name:30}" + "".join(f"{each:13.0f}" for each in times))


if __name__ == "__main__":
    main(tuple(float(argument) for argument in sys.argv[1:]) or (0.5, 2.0, 8.0))
