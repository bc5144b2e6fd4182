"""How papers look and decline: cases of posts, face and margins."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry import posts
from registry.actions import posts as actions
from registry.actions import school as school_actions
from registry.engine import access
from registry.forms.posts import PaperSetupForm, PostForm
from registry.models import PostCase, School
from registry.once import once
from registry.views.base import check, page_of


@require_safe
def post_list(request):
    """Every post of those who work here, as papers will decline it."""
    check(request, "registry.post_view")
    rows = posts.in_use(request.today)
    words = request.GET.get("q", "").strip().lower()
    found = [row for row in rows if words in row["title"].lower()]
    return render(request, "registry/post_list.html", {
        "page_obj": page_of(request, found), "q": request.GET.get("q", ""), "anybody": bool(rows),
        "may_edit": access.may(request.user, "registry.post_edit"),
    })  # fmt: skip


@once
def post_edit(request):
    """The post stands in the address: it is a word of the cards, not a row."""
    check(request, "registry.post_edit")
    title = request.GET.get("title", "")
    if title not in {row["title"] for row in posts.in_use(request.today)}:
        raise Http404(title)
    stored = PostCase.objects.filter(title=title).first()
    initial = {name: getattr(stored, name, "") for name in ("genitive", "dative", "accusative")}
    form = PostForm(request.POST or None, title=title, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.correct_post(title, by=request.user, **form.cleaned_data)
        messages.success(request, f"Сохранено: «{title}». Новые документы возьмут эти слова.")
        return redirect("registry:post_list")
    return render(request, "form_page.html", {
        "title": "Склонение должности", "lead": title, "form": form, "submit": "Сохранить",
        "cancel_url": reverse("registry:post_list"), "back_url": reverse("registry:post_list"),
        "back_label": "К должностям",
    })  # fmt: skip


@once
def paper_setup(request):
    """Face, size and margins: papers issued already stay as they are."""
    check(request, "registry.school_edit")
    school = School.get()
    if school.pk is None:
        return redirect("registry:school_edit")
    form = PaperSetupForm(request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        school_actions.save_school(form.save(commit=False), by=request.user)
        messages.success(request, "Оформление сохранено. Выпущенные документы останутся прежними.")
        return redirect("registry:paper_setup")
    return render(request, "form_page.html", {
        "title": "Оформление документов", "form": form, "submit": "Сохранить",
        "lead": "Шрифт и поля приказов, протоколов, соглашений и списков.",
        "back_url": reverse("registry:school_edit"), "back_label": "Сведения о школе",
        "aside": "ГОСТ Р 7.0.97-2025 советует размер 12, 13 или 14. Поля обычно оставляют не меньше 20 мм слева, "
        "сверху и снизу и 10 мм справа; документам, которые хранят больше десяти лет, слева — 30 мм.\n\n"
        "Код проверки стоит внизу справа на первом листе: под ним место остаётся всегда.",
    })  # fmt: skip
