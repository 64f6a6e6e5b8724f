"""The admin as the clinicians' desk."""

from django.contrib.admin.apps import AdminConfig


class FaqAdminConfig(AdminConfig):
    """The stock admin with our site object: roles decide who may enter."""

    default_site = "faq.admin.site.DeskSite"
