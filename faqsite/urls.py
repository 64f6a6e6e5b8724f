"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path, re_path

from faq.views import about, explained, exports, feedback, feeds, history, images, pages, robots, sitemap
from faq.views.addresses import in_every_language, moved

handler403 = "faq.admin.refused.permission_denied"
handler404 = "faq.views.errors.not_found"
handler429 = "faq.admin.refused.too_often"  # asked for by allauth

urlpatterns = [
    # What patients read
    *in_every_language("", pages.home, name="home"),
    *in_every_language("topics/", about.topics, name="topics"),
    *in_every_language("topics/<slug:slug>/", pages.topic, name="topic"),
    *in_every_language("questions/<slug:slug>/", pages.question, name="question"),
    *in_every_language("questions/<slug:slug>/history/", history.history, name="history"),
    *in_every_language("glossary/", explained.glossary, name="glossary"),
    *in_every_language("search/", pages.search, name="search"),
    *in_every_language("about/review/", about.review, name="about-review"),
    # What they tell the site
    *in_every_language("questions/<slug:slug>/feedback/", feedback.answer_feedback, name="feedback"),
    *in_every_language(
        "questions/<slug:slug>/feedback/thanks/", feedback.feedback_thanks, name="feedback-thanks"
    ),
    *in_every_language("ask/", feedback.ask, name="ask"),
    *in_every_language("ask/thanks/", feedback.ask_thanks, name="ask-thanks"),
    # Where answers and topics in another language were before
    path("topics/<slug:slug>/<language:language>/", moved, {"name": "topic"}),
    path("questions/<slug:slug>/<language:language>/", moved, {"name": "question"}),
    path("export/answers.<str:format>", exports.answers, name="export"),
    re_path(
        r"^media/answers/(?P<sha256>[0-9a-f]{64})\.(?P<extension>png|jpg|webp)\Z", images.image, name="image"
    ),
    # What machines read
    *in_every_language("feed.atom", feeds.site, name="feed"),
    *in_every_language("topics/<slug:slug>/feed.atom", feeds.topic, name="topic-feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap-part"),
    path("robots.txt", robots.robots, name="robots"),
    # The desk, where clinicians work
    path("admin/", include("faq.admin.signing_in.addresses")),
    path("admin/", admin.site.urls),
]
