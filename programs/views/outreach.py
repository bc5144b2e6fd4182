"""Telling the school of a programme: posters with a QR code, the three informings, notices to parents."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from programs.actions import outreach as actions
from programs.forms.outreach import InformingForm, NoticeFilter, NoticeForm, PosterForm
from programs.models import Informing, ParentNotice, Poster, Programme
from programs.needs import alive
from programs.papers import notice as notice_paper
from programs.papers import poster as poster_paper
from registry.answers import pdf_answer
from registry.engine import access, journal
from registry.models import SchoolClass
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, page_of


def _programme(request, code):
    rows = Programme.objects.visible_to(request.user, request.today).select_related("year", "regulation")
    return get_object_or_404(rows, code=code)


@once
def poster_list(request):
    """Posters of the year with how many requests each has brought, and a new one in the same page."""
    check(request, "programs.outreach_view")
    programmes = Programme.objects.visible_to(request.user, request.today).current().select_related("year")
    may_edit = access.may(request.user, "programs.outreach_edit")
    form = PosterForm(request.POST or None, programmes=programmes) if may_edit else None
    if request.method == "POST":
        check(request, "programs.outreach_edit")
        if form.is_valid():
            data = form.cleaned_data
            made = attempt(form, lambda: actions.make_poster(
                data["programme"], data["audience"], data["place"], by=request.user, on=request.today))  # fmt: skip
            if made:
                messages.success(request, "Плакат готов: распечатайте его или скопируйте ссылку.")
                return redirect(made)
    rows = Poster.objects.visible_to(request.user, request.today).filter(programme__in=programmes)
    page = page_of(request, rows.select_related("programme__year").prefetch_related("requests"))
    return render(request, "programs/poster_list.html", {
        "page_obj": page, "form": form, "programmes": programmes,
        "lines": [(row, len([one for one in row.requests.all() if one.status != "joined"])) for row in page],
    })  # fmt: skip


def _poster(request, pk):
    rows = Poster.objects.visible_to(request.user, request.today).select_related("programme__year")
    return get_object_or_404(rows, pk=pk)


@require_safe
def poster_detail(request, pk):
    """The sheet as it will be printed, its link to copy, and what it has brought."""
    check(request, "programs.outreach_view")
    poster = _poster(request, pk)
    said = poster_paper.context(poster)
    return render(request, "programs/poster_detail.html", {
        "poster": poster, **said, "message": poster_paper.message(poster),
        "brought": count(alive(poster.requests.all()).count(), "запрос", "запроса", "запросов"),
        "is_local": "localhost" in settings.SITE_URL or "127.0.0.1" in settings.SITE_URL,
        "may_edit": access.may(request.user, "programs.outreach_edit") and not poster.closed_on,
    })  # fmt: skip


@require_safe
def poster_pdf(request, pk):
    """A4 for the wall."""
    check(request, "programs.outreach_view")
    poster = _poster(request, pk)
    return pdf_answer(poster_paper.TEMPLATE, poster_paper.context(poster), "Плакат о наставничестве")


@once
@require_POST
def poster_close(request, pk):
    """Taken off the wall."""
    check(request, "programs.outreach_edit")
    poster = actions.close_poster(_poster(request, pk), by=request.user, on=request.today)
    messages.success(request, "Отмечено: плакат снят. Его ссылка по-прежнему ведёт к заявке.")
    return redirect(poster)


@once
def informing_list(request, code):
    """The three informings of stage 1: who was told, when, by whom, what shows it."""
    check(request, "programs.outreach_view")
    programme = _programme(request, code)
    may_edit = access.may(request.user, "programs.outreach_edit")
    initial = {"held_on": request.today, "audience": request.GET.get("audience", "teachers"),
               "responsible": access.person_of(request.user)}  # fmt: skip
    form = InformingForm(request.POST or None, on=request.today, initial=initial) if may_edit else None
    if request.method == "POST":
        check(request, "programs.outreach_edit")
        if form.is_valid():
            data = form.cleaned_data
            if attempt(form, lambda: actions.record_informing(
                programme, by=request.user, on=request.today, **data)):  # fmt: skip
                messages.success(request, "Отмечено. Строка дорожной карты посчитана.")
                return redirect(reverse("programs:informing_list", args=[code]) + f"#{data['audience']}")
    rows = list(Informing.objects.visible_to(request.user, request.today).filter(
        programme=programme).select_related("responsible"))  # fmt: skip
    groups = [
        (key, title, [row for row in rows if row.audience == key],
         any(row.audience == key and not row.annulled_on for row in rows))
        for key, title in Informing.AUDIENCES
    ]  # fmt: skip
    return render(request, "programs/informing_list.html", {
        "programme": programme, "groups": groups, "form": form, "may_edit": may_edit,
        "told": ParentNotice.objects.filter(programme=programme).count(),
    })  # fmt: skip


@once
@require_POST
def informing_annul(request, pk):
    """The mark was a mistake; the reason stays."""
    check(request, "programs.outreach_edit")
    row = get_object_or_404(Informing.objects.visible_to(request.user, request.today), pk=pk)
    actions.annul_informing(row, by=request.user, on=request.today, note=request.POST.get("note", ""))
    messages.success(request, "Отметка снята.")
    return redirect(reverse("programs:informing_list", args=[row.programme.code]) + f"#{row.audience}")


def _classes():
    return SchoolClass.objects.filter(year__is_active=True)


@once
def notice_list(request, code):
    """Whose parents were told, class by class; marked in a batch."""
    check(request, "programs.outreach_view")
    programme = _programme(request, code)
    filter_form = NoticeFilter(request.GET or None, classes=_classes())
    group = filter_form.chosen
    children = actions.pupils_of(group, request.today) if group else []
    known = {row.child_id: row for row in ParentNotice.objects.filter(programme=programme, child__in=children)}
    may_edit = access.may(request.user, "programs.outreach_edit")
    form = NoticeForm(request.POST or None, children=children, initial={"sent_on": request.today})
    if request.method == "POST":
        check(request, "programs.outreach_edit")
        if form.is_valid():
            made = attempt(form, lambda: actions.mark_notices(
                programme, by=request.user, on=request.today, **form.cleaned_data))  # fmt: skip
            if made is not None:
                messages.success(request, f"Отмечено: {count(len(made), 'семья', 'семьи', 'семей')}.")
                return redirect(request.get_full_path())
    if children and request.method != "POST":
        journal.listed(request.user, "открыт список извещений родителей", children)
    totals = [(one, one.told, one.size) for one in _with_totals(programme, request.today)]
    return render(request, "programs/notice_list.html", {
        "programme": programme, "filter_form": filter_form, "group": group, "form": form, "may_edit": may_edit,
        "lines": [(child, known.get(child.pk)) for child in children], "totals": totals,
        "left": len([child for child in children if child.pk not in known]),
    })  # fmt: skip


def _with_totals(programme, on):
    """Classes of the year with how many pupils they have and whose parents were told."""
    now = Q(enrolments__starts__lte=on) & (Q(enrolments__ends__isnull=True) | Q(enrolments__ends__gte=on))
    return _classes().annotate(
        size=Count("enrolments__person", filter=now, distinct=True),
        told=Count("enrolments__person", filter=now & Q(enrolments__person__notices__programme=programme),
                   distinct=True),
    )  # fmt: skip


@once
@require_POST
def notice_drop(request, pk):
    """A mark made by mistake."""
    check(request, "programs.outreach_edit")
    rows = ParentNotice.objects.visible_to(request.user, request.today).select_related("programme", "child")
    row = get_object_or_404(rows, pk=pk)
    group = row.child.school_class(request.today)
    actions.unmark_notice(row, by=request.user)
    messages.success(request, "Отметка снята.")
    return redirect(
        reverse("programs:notice_list", args=[row.programme.code]) + (f"?group={group.pk}" if group else "")
    )


@require_safe
def notice_pdf(request, code):
    """Notices to the parents of a class, one sheet a child; without a class, one blank sheet."""
    check(request, "programs.outreach_view")
    programme = _programme(request, code)
    group = NoticeFilter(request.GET or None, classes=_classes()).chosen
    children = actions.pupils_of(group, request.today) if group else []
    if request.GET.get("left"):
        known = set(ParentNotice.objects.filter(programme=programme).values_list("child", flat=True))
        children = [child for child in children if child.pk not in known]
    if children:
        journal.listed(request.user, "напечатаны извещения родителям", children)
    said = notice_paper.context(programme, children, request.today)
    return pdf_answer(notice_paper.TEMPLATE, said, "Извещения родителям")
