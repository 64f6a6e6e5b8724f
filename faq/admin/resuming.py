"""A signature that waited until the person had signed in again: what was typed comes back with the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from faq.admin.act_forms import ActForm
from faq.policy import Act

LONGEST_KEPT = 100  # characters of one input: a date, a capacity
_HANDED_OUT = ("content_hash", "proof")  # the page hands these out anew, with the text as it is then


def kept(act: Act, form: type[ActForm], data: Mapping[str, str]) -> dict[str, str]:
    """What the address of the page carries while somebody signs in again."""
    names = [name for name in form.base_fields if name not in _HANDED_OUT]
    typed = {name: data.get(name, "")[:LONGEST_KEPT] for name in names}
    return {"sign": str(act), "seen": data.get("content_hash", "")[:LONGEST_KEPT], **typed}


@dataclass(frozen=True)
class Resumed:
    """An act that was asked for before the person signed in again. It is not done: the person presses once more."""

    act: Act
    seen: str  # the hash of the text that was on the screen then
    typed: dict[str, str]

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Resumed | None":
        """Read the address; None where nothing waits."""
        if query.get("sign") not in set(Act):
            return None
        typed = {name: value for name, value in query.items() if name not in {"sign", "seen"}}
        return cls(Act(query["sign"]), query.get("seen", ""), typed)

    def fill_in(self, form: ActForm) -> None:
        """Put back what was typed."""
        form.initial.update({name: value for name, value in self.typed.items() if name in form.fields})
