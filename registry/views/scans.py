"""A scan beside the data: of one consent, of a certificate; and the director's word on certificates."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from registry.actions import scans as actions
from registry.forms.scans import ScanForm
from registry.models import Certificate, Consent, School
from registry.once import once
from registry.text import count
from registry.views.base import attempt, check, onward


@once
def consent_scan(request, pk):
    """The paper's own scan; one that is there already is replaced with a reason."""
    consent = get_object_or_404(Consent.objects.visible_to(request.user, request.today).select_related("person"), pk=pk)
    check(request, "registry.consent_receive")
    replaces = consent.scan_id is not None
    form = ScanForm(request.POST or None, request.FILES or None, rule="consent_scan", replaces=replaces)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: actions.set_consent_scan(
            consent, data["file"], by=request.user, on=request.today,
            note=data.get("note", ""),
        ))  # fmt: skip
        if row:
            messages.success(request, "Скан заменён." if replaces else "Скан приложен к согласию.")
            return onward(request, row)
    return render(request, "form_page.html", {
        "title": "Заменить скан согласия" if replaces else "Приложить скан согласия", "form": form,
        "lead": str(consent), "submit": "Заменить скан" if replaces else "Приложить",
        "cancel_url": consent.get_absolute_url(),
        "aside": "Скан открывается тем, кому открыто само согласие; каждое открытие остаётся в журнале.\n\n"
        "Скан не заменяет отметку о получении: кто и когда подписал, отмечают отдельно.",
    })  # fmt: skip


@once
def certificate_scan(request, pk):
    """Only where the school keeps such scans."""
    row = get_object_or_404(Certificate.objects.visible_to(request.user, request.today).select_related("mentor"), pk=pk)
    check(request, "registry.certificate_check")
    form = ScanForm(request.POST or None, request.FILES or None, rule="certificate_scan")
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.keep_certificate_scan(
            row, form.cleaned_data["file"], by=request.user
        ))  # fmt: skip
        if done:
            messages.success(request, "Скан справки приложен. Его видят куратор и директор.")
            return onward(request, f"{row.mentor.get_absolute_url()}#certificates")
    return render(request, "form_page.html", {
        "title": "Заменить скан справки" if row.scan_id else "Приложить скан справки", "form": form, "lead": str(row),
        "submit": "Приложить", "cancel_url": row.mentor.get_absolute_url(),
        "aside": "Скан видят только куратор и директор. Прежний скан, если он был, уничтожается.",
    })  # fmt: skip


@once
def certificate_scans(request):
    """The director decides whether the school keeps scans of certificates at all."""
    check(request, "registry.certificate_scans")
    school = School.get()
    if request.method == "POST" and school.pk:
        keeps = request.POST.get("keeps") == "yes"
        gone = actions.switch_certificate_scans(school, keeps, by=request.user)
        said = "Теперь к справкам можно прикладывать сканы." if keeps else "Сканы справок больше не хранятся."
        if gone:
            said += f" Уничтожено: {count(gone, 'скан', 'скана', 'сканов')}."
        messages.success(request, said)
        return redirect("registry:certificate_scans")
    return render(request, "registry/certificate_scans.html", {
        "keeps": school.keeps_certificate_scans, "kept": Certificate.objects.filter(scan__isnull=False).count(),
    })  # fmt: skip
