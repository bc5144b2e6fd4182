"""Texts of the consents: versions, which is in force, how many stand on each; a changed text is a new version."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.actions import consents as actions
from registry.forms.consents import TextForm
from registry.models import ConsentKind, ConsentText
from registry.once import once
from registry.papers.consent import FIELDS
from registry.views.base import attempt, check, onward


def counted():
    """Versions with how many papers stand on each: in force, and still awaited."""
    return ConsentText.objects.annotate(
        valid=Count("consent", filter=Q(consent__status="valid")),
        awaited=Count("consent", filter=Q(consent__status__in=["expected", "partly_signed"])),
        total=Count("consent"),
    ).order_by("kind", "-version")


@require_safe
def text_list(request):
    """Four kinds, each with its versions; the one in force is marked."""
    from registry.engine import access

    check(request, "registry.text_view")
    rows = list(counted())
    sections = []
    for kind, label in ConsentKind.choices:
        current = ConsentText.current(kind, request.today)
        sections.append((kind, label, [(row, row == current) for row in rows if row.kind == kind]))
    return render(request, "registry/text_list.html", {
        "sections": sections, "may_edit": access.may(request.user, "registry.text_edit"), "on": request.today,
    })  # fmt: skip


@require_safe
def text_detail(request, pk):
    """One version, word for word."""
    check(request, "registry.text_view")
    text = get_object_or_404(counted(), pk=pk)
    return render(request, "registry/text_detail.html", {
        "text": text, "data": [FIELDS.get(key, key) for key in text.data],
        "is_current": text == ConsentText.current(text.kind, request.today),
    })  # fmt: skip


@once
def text_new(request, kind):
    """The wording in force, to be changed; saving makes the next version, signed papers keep theirs."""
    check(request, "registry.text_edit")
    if kind not in ConsentKind.values:
        raise Http404(kind)
    last = ConsentText.current(kind, request.today)
    initial = {"adopted_on": request.today}
    if last:
        names = ("title", "purpose", "actions", "processor", "term", "term_rule", "term_years", "conditions")
        initial |= {name: getattr(last, name) for name in names}
        initial |= {"lines": "\n".join(map(str, last.data)), "shown": last.data}
    form = TextForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        adopted_on = form.cleaned_data["adopted_on"]
        row = attempt(form, lambda: actions.new_text(
            kind, by=request.user, on=request.today, adopted_on=adopted_on, **form.values()
        ))  # fmt: skip
        if row:
            messages.success(request, f"Готово: редакция {row.version}. Подписанные бумаги остались при своей.")
            return onward(request, row)
    return render(request, "form_page.html", {
        "title": "Новая редакция", "form": form, "submit": "Сохранить новую редакцию",
        "lead": f"Согласие {ConsentKind(kind).label}", "cancel_url": "../../",
        "aside": "Подписанные согласия остаются при своей редакции.\n\nНовые бумаги печатаются с этим текстом с того "
        "дня, который указан внизу.\n\nФИО, адрес, документ, оператор и место для подписи бумага ставит сама.",
    })  # fmt: skip
