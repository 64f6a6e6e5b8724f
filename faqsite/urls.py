"""The site's addresses."""

from django.contrib import admin
from django.urls import path, re_path

from faq.views import exports, images, pages

handler404 = "faq.views.errors.not_found"

urlpatterns = [
    # What patients read
    path("", pages.home, name="home"),
    path("topics/<slug:slug>/", pages.topic, name="topic"),
    path("topics/<slug:slug>/<language>/", pages.topic, name="topic-in"),
    path("questions/<slug:slug>/", pages.question, name="question"),
    path("questions/<slug:slug>/<language>/", pages.question, name="question-in"),
    path("search/", pages.search, name="search"),
    path("export/answers.<str:format>", exports.answers, name="export"),
    re_path(
        r"^media/answers/(?P<sha256>[0-9a-f]{64})\.(?P<extension>png|jpg|webp)\Z", images.image, name="image"
    ),
    # The desk, where clinicians work
    path("admin/", admin.site.urls),
]
