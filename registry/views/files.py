"""Private files: the only door to them."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from registry.engine import journal
from registry.models import StoredFile


@require_safe
def open_file(request, uuid):
    """The very bytes; a PDF opens beside the data, the rest is downloaded. Each opening leaves a line."""
    file = get_object_or_404(StoredFile.objects.visible_to(request.user, request.today), pk=uuid)
    if not file.path.exists():
        raise Http404("the file is not on the disk")
    journal.write(request.user, "открыт файл", file, people=file.readers.all())
    response = FileResponse(
        file.path.open("rb"),
        content_type=file.media_type,
        filename=file.name,
        as_attachment=file.media_type != "application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
