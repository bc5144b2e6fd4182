"""Private files: the door to those that were given to the reader; a page that knows more asks `deliver`."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from registry.engine import journal
from registry.models import StoredFile

SHOWN = {"application/pdf", "image/jpeg", "image/png"}


@require_safe
def open_file(request, uuid):
    """The very bytes; papers and scans open beside the data, the rest is downloaded. Each opening leaves a line."""
    file = get_object_or_404(StoredFile.objects.visible_to(request.user, request.today), pk=uuid)
    return deliver(request, file, file.whose())


def deliver(request, file, people=()):
    """The bytes of a file that the reader may have, with the line in the journal; 404 when the disk has lost it."""
    if not file.path.exists():
        raise Http404("the file is not on the disk")
    journal.write(request.user, "открыт файл", file, people=people)
    response = FileResponse(
        file.path.open("rb"),
        content_type=file.media_type,
        filename=file.name,
        as_attachment=file.media_type not in SHOWN,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
