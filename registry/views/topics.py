"""One vocabulary of needs and competences, edited by the curator in the cabinet."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.actions import merging as merges
from registry.actions import topics as actions
from registry.engine import access, merging
from registry.forms.bases import TopicForm, TopicMergeForm
from registry.models import Topic
from registry.once import once
from registry.text import name_key
from registry.views.base import attempt, check, page_of


def with_use(topics) -> list:
    """Each word with the numbers of cards and requests that have it: a few queries for the whole list."""
    used: dict = {}
    for table, field in merging.pointers(Topic):
        if table.__name__.startswith("Historical"):
            continue
        owner = next((one for one in table._meta.local_fields if one.is_relation and one != field), None)
        name = str((owner.remote_field.model if table._meta.auto_created else table)._meta.verbose_name_plural)
        for pk in table._base_manager.values_list(field.attname, flat=True):
            used.setdefault(pk, {}).setdefault(name, 0)
            used[pk][name] += 1
    for topic in topics:
        topic.use = sorted(used.get(topic.pk, {}).items())
    return topics


@require_safe
def topic_list(request):
    """By area, with where each word is used."""
    check(request, "registry.topic_view")
    words, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    rows = Topic.objects.filter(is_retired=True) if show == "retired" else Topic.objects.filter(is_retired=False)
    found = [row for row in rows if name_key(words) in name_key(f"{row.title} {row.area}")]
    page = page_of(request, found, 60)
    page.object_list = with_use(list(page.object_list))
    return render(request, "registry/topic_list.html", {
        "page_obj": page, "words": words, "show": show, "anybody": Topic.objects.exists(),
        "may_edit": access.may(request.user, "registry.topic_edit"),
    })  # fmt: skip


@once
def topic_new(request):
    check(request, "registry.topic_edit")
    return _edit(request, Topic(), "Новая потребность и компетенция")


@once
def topic_edit(request, pk):
    topic = get_object_or_404(Topic, pk=pk)
    check(request, "registry.topic_edit")
    return _edit(request, topic, "Исправить название")


def _edit(request, topic, title):
    form = TopicForm(request.POST or None, instance=topic)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: actions.save_topic(form.save(commit=False), by=request.user))
        if saved:
            messages.success(request, f"«{saved}» сохранено. На карточках название поменялось само.")
            return redirect("registry:topic_list")
    return render(request, "form_page.html", {
        "title": title, "form": form, "cancel_url": "/registry/topics/",
        "lead": "Одно слово служит и потребностью наставляемого, и компетенцией наставника: по нему подбирают пару.",
    })  # fmt: skip


@once
@require_POST
def topic_retire(request, pk):
    """Offered no more, or again."""
    topic = get_object_or_404(Topic, pk=pk)
    check(request, "registry.topic_edit")
    actions.retire_topic(topic, by=request.user)
    said = "больше не предлагается, на карточках остаётся" if topic.is_retired else "снова предлагается"
    messages.success(request, f"«{topic}» {said}.")
    return redirect("registry:topic_list")


@once
def topic_merge(request, pk):
    """Two words that mean one thing."""
    topic = get_object_or_404(Topic, pk=pk)
    check(request, "registry.topic_edit")
    form = TopicMergeForm(request.POST or None, topic=topic)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: merges.merge_topics(form.cleaned_data["into"], topic, by=request.user))
        if kept:
            messages.success(request, f"Готово: вместо «{topic}» везде стоит «{kept}».")
            return redirect("registry:topic_list")
    (with_numbers,) = with_use([topic])
    use = ", ".join(f"{name} — {number}" for name, number in with_numbers.use) or "пока нигде"
    return render(request, "form_page.html", {
        "title": f"Объединить «{topic}» с другим словом", "form": form, "submit": "Объединить",
        "cancel_url": "/registry/topics/", "lead": f"Где стоит сейчас: {use}.",
        "aside": "Слово, с которого вы начали, исчезнет. На карточках и в запросах вместо него встанет то, "
        "которое вы выберете.\n\nОтменить это нельзя.",
    })  # fmt: skip
