"""Nothing happens twice: a form that was accepted leads its second copy to the first one's answer.

The template puts `{% form_key %}` into the form; the view is wrapped in `@once`.
"""

import functools
import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect

from registry.models import SubmittedForm


class _NotAccepted(Exception):
    def __init__(self, response):
        self.response = response


def _key(request):
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def once(view):
    """Run the POST in a transaction under the form's key; a repeat is answered by a redirect and a sentence.

    The key is kept only when the view answers with a redirect, that is, when it did what was asked.
    """

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        key = _key(request) if request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                row = SubmittedForm.objects.create(pk=key, user=str(request.user.pk or ""), url="")
                response = view(request, *args, **kwargs)
                if response.status_code not in (301, 302, 303):
                    raise _NotAccepted(response)
                row.url = response.url
                row.save(update_fields=["url"])
            return response
        except _NotAccepted as refusal:
            return refusal.response
        except IntegrityError:
            earlier = SubmittedForm.objects.filter(pk=key, user=str(request.user.pk or "")).first()
            if earlier is None:
                raise
            messages.info(
                request, "Эта форма уже отправлена: ничего не сделано дважды. Вот что получилось в первый раз."
            )
            return redirect(earlier.url)

    return wrapped
