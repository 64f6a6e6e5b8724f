"""What a person typed into an editor and never saved, as a page offers it."""

from dataclasses import dataclass

from django.http import QueryDict

from faq import working_copies
from faq.models import Answer, AnswerVersion, Person
from faq.working_copies import Copy


@dataclass(frozen=True)
class Unsaved:
    """The copies that a page offers, and the lineages that its editor goes on from."""

    copies: list[Copy]
    draft: int | None  # the version that the page is about; None for an answer that is not begun yet
    goes_on_from: str = ""
    can_write: bool = True

    @classmethod
    def of(
        cls,
        person: Person,
        answer: Answer | None,
        draft: AnswerVersion | None,
        sent: QueryDict | None = None,
        *,
        can_write: bool = True,
    ) -> "Unsaved":
        """What a person has not saved of an answer (None: of a new one), besides what was just ``sent``."""
        own = sent.get("copy", "") if sent else ""
        copies = working_copies.kept(by=person, answer=answer.pk if answer else None)
        offered = [copy for copy in copies if copy.lineage not in own.split()]
        return cls(offered, draft.pk if draft else None, own, can_write)

    def fits(self, copy: Copy) -> bool:
        """Whether a copy can go back into the editor of this page."""
        return self.can_write and (copy.version.pk if copy.version else None) == self.draft

    def as_sent(self, lineage: str) -> QueryDict | None:
        """A copy as if its page had sent it; None if there is none that fits."""
        found = (copy for copy in self.copies if copy.lineage == lineage and self.fits(copy))
        copy = next(found, None)
        if copy is None:
            return None
        data = QueryDict(mutable=True)
        for name, value in copy.text.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        data["token"], data["copy"] = copy.began_from, copy.lineage
        return data

    @property
    def offers(self) -> list[tuple[Copy, bool]]:
        """Each copy, and whether it can be restored here; if not, it can be copied by hand."""
        return [(copy, self.fits(copy)) for copy in self.copies]
