"""A version as its page on the desk shows it: in the rendering that patients get."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from faq import reading, rendering
from faq.models import AnswerVersion


@dataclass(frozen=True)
class RenderedText:
    """A version as patients get it, or would."""

    version: AnswerVersion
    body_html: SafeString
    sources_html: SafeString

    @classmethod
    def of(cls, version: AnswerVersion) -> "RenderedText":
        """The rendering that was frozen with a version; a draft is rendered now."""
        if frozen := reading.recorded_rendering(version):
            return cls(version, rendering.safe(frozen.body_html), rendering.safe(frozen.sources_html))
        body = rendering.render(version.body, version.answer.language)
        return cls(version, rendering.safe(body), rendering.safe(rendering.render_sources(version.sources)))
