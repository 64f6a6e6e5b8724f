"""The ASGI application, for sites whose server speaks ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faqsite.settings")
application = get_asgi_application()
