"""Approved answers as files, for everybody: ``/export/answers.json`` and ``/export/answers.csv``."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from faq import clock
from faq.exports import FORMATS
from faq.exports.download import public_download, topic_slug
from faq.policy import WorkflowError

from .delivery import public_file


@public_file
def answers(request: HttpRequest, format: str) -> HttpResponseBase:
    """Stream the published answers, all or those of the topics in ``?topic=``."""
    moment = clock.now()
    if format not in FORMATS:
        return _refused(
            404, f"Answers are exported as {' or '.join(FORMATS)}, at /export/answers.json for example."
        )
    unknown = ", ".join(sorted(set(request.GET) - {"topic"}))
    if unknown:
        return _refused(
            400, f"This export cannot be narrowed down by “{unknown}”. It understands ?topic= alone."
        )
    try:
        topics = [topic_slug(name, moment) for name in request.GET.getlist("topic")]
    except WorkflowError as refused:
        return _refused(404, str(refused))
    file = public_download(format=format, moment=moment, topics=topics)
    response = StreamingHttpResponse(file.content, content_type=file.content_type)
    if format == "csv":
        response["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    return response


def _refused(status: int, message: str) -> HttpResponse:
    return HttpResponse(message + "\n", content_type="text/plain; charset=utf-8", status=status)
