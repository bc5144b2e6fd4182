"""The library of the programmes, what lies beside one pair, and the door to each file."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from programs import panels
from programs.actions import at_work
from programs.actions import materials as actions
from programs.forms.materials import LibraryFilter, LibraryForm, MaterialForm
from programs.models import Material, Programme
from programs.models.materials import programmes_of
from programs.views.closed_words import all_closed_for, are_closed, closed_for, closed_mentees
from programs.views.pairs import the_pair
from registry.engine import access
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of
from registry.views.files import deliver


def _programmes(request):
    """Whose library this reader opens."""
    rows = Programme.objects.current().select_related("year")
    if access.may(request.user, "programs.programme_office"):
        return rows
    return rows.filter(programmes_of(request.user, request.today))


@require_safe
def library(request):
    """What everybody in the programme may use."""
    check(request, "programs.programme_view")
    every = Material.objects.visible_to(request.user, request.today).library().filter(
        programme__in=_programmes(request)
    ).select_related("programme__year", "file")  # fmt: skip
    form = LibraryFilter(request.GET or None, programmes=_programmes(request))
    page = page_of(request, form.apply(every))
    return render(request, "programs/library.html", {
        "filter_form": form, "page_obj": page, "any": every.exists(),
        "may_edit": access.may(request.user, "programs.library_edit"),
        "found": count(page.paginator.count, "материал", "материала", "материалов"),
    })  # fmt: skip


@once
def library_new(request):
    """The curator adds a file or a link for a whole programme."""
    check(request, "programs.library_edit")
    programmes = Programme.objects.current().select_related("year")
    chosen = programmes.filter(code=request.GET.get("programme", "")).first() or programmes.first()
    form = LibraryForm(
        request.POST or None, request.FILES or None, programmes=programmes, initial={"programme": chosen}
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.add_to_library(by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, f"«{made}» теперь в библиотеке программы.")
            return redirect("programs:library")
    back = reverse("programs:library")
    return render(request, "form_page.html", {
        "title": "Новый материал библиотеки", "form": form, "submit": "Добавить", "back_url": back,
        "back_label": "Библиотека", "cancel_url": back,
        "aside": "В библиотеке лежит общее: положения, памятки, методички, ссылки. Имён детей здесь быть не должно: "
        "материал прочтёт каждый участник программы.",
    })  # fmt: skip


@once
def material_new(request, pk):
    """The mentor (or the curator) adds a file or a link for one pair."""
    pair = the_pair(request, pk)
    check(request, "programs.material_add", pair)
    if are_closed(request, pair):
        return redirect(pair)
    form = MaterialForm(request.POST or None, request.FILES or None, members=pair.mentees if pair.is_group else ())
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.add_to_pair(pair, by=request.user, on=request.today, **form.values()))
        if made:
            messages.success(request, f"«{made}» добавлено: наставляемый и родители увидят это на странице пары.")
            return redirect(pair.get_absolute_url() + "#materials")
    return render(request, "form_page.html", {
        "title": "Материал для пары", "lead": str(pair), "form": form, "submit": "Добавить",
        "back_url": pair.get_absolute_url(), "back_label": str(pair), "cancel_url": pair.get_absolute_url(),
        "aside": "Это увидят наставляемый, его родители, куратор и директор. Что пригодится всем, попросите куратора "
        "положить в библиотеку программы.",
    })  # fmt: skip


def _material(request, pk):
    rows = Material.objects.visible_to(request.user, request.today)
    row = get_object_or_404(rows.select_related("pair__programme", "file", "person"), pk=pk)
    if row.pair and (are_closed(request, row.pair) or row.person_id in closed_mentees(request, row.pair)):
        raise Http404("the consent does not hold")
    return row


@require_safe
def material_open(request, pk):
    """The file itself, or the way to the page on the net."""
    row = _material(request, pk)
    if row.file is None:
        return redirect(row.link)
    return deliver(request, row.file, actions.whose(row))


@require_POST
@once
def material_drop(request, pk):
    row = _material(request, pk)
    check(request, "programs.material_drop", row)
    pair, title = row.pair, row.title
    actions.drop(row, by=request.user)
    messages.success(request, f"«{title}» удалено.")
    return redirect(pair.get_absolute_url() + "#materials" if pair else reverse("programs:library"))


@require_POST
@once
def material_clear(request, pk):
    """The curator has read the file: nobody is named in it."""
    row = _material(request, pk)
    check(request, "programs.library_edit")
    row = actions.names_nobody(row, by=request.user, on=request.today)
    messages.success(request, f"«{row}»: отмечено, что файл никого не называет.")
    return redirect(row.pair.get_absolute_url() + "#materials")


def panel(pair, user, on):
    """On the page of a pair: its own materials, and the way to the library."""
    if pair.status in ("proposed", "cancelled") or all_closed_for(user, on, pair):
        return None
    may_add = access.may(user, "programs.material_add", pair) and at_work.is_at_work(pair)
    rows = Material.objects.visible_to(user, on).filter(pair=pair).exclude(person__in=closed_for(user, on, pair))
    has_left = pair.status == pair.Status.CLOSED or any(not side.is_open for side in pair.sides.all())
    return panels.Panel("programs/_panel_materials.html", {
        "rows": list(rows.select_related("file", "added_by", "person")), "may_add": may_add,
        "may_drop": access.may(user, "programs.material_add", pair),
        "may_clear": has_left and access.may(user, "programs.library_edit"),
        "shared": Material.objects.visible_to(user, on).library().filter(programme=pair.programme).count(),
    })  # fmt: skip


def cabinet_panel(seat, user, on):
    """In the small cabinet: the newest of the pair, and the library."""
    if seat.is_closed:
        return None
    mine = Material.objects.visible_to(user, on).filter(pair=seat.pair)
    rows = list(mine.exclude(person__in=closed_for(user, on, seat.pair))[:3])
    shared = Material.objects.visible_to(user, on).library().filter(programme=seat.pair.programme).exists()
    if not rows and not shared:
        return None
    url = seat.pair.get_absolute_url() + "#materials"
    return panels.Panel("cabinet/_materials.html", {"rows": rows, "shared": shared, "pair": seat.pair, "url": url})
