"""The admin as the clinicians' desk."""

from django.contrib.admin.apps import AdminConfig


class FaqAdminConfig(AdminConfig):
    """The stock admin with our site object: roles decide who may enter."""

    default_site = "faq.admin.site.DeskSite"

    def ready(self) -> None:
        """Register the desk's pages, one module each.

        Autodiscovery cannot: finding this class imports the package ``faq.admin`` before the models exist.
        """
        super().ready()
        from faq.admin import (  # noqa: F401  (register themselves)
            answers,
            asked_questions,
            events,
            feedback,
            imports,
            people,
            questions,
            terms,
            topics,
        )
        from faq.admin.signing_in import receivers  # noqa: F401  (register themselves)
