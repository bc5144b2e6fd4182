"""A pair that stopped: straight to the draft of the order on its end."""

from django.contrib import messages
from django.shortcuts import redirect, render

from programs.actions import withdrawals as actions
from programs.forms.pairs import ResultForm
from programs.views.pairs import the_pair
from registry.once import once
from registry.views.base import attempt, check


@once
def pair_end_early(request, pk):
    """The result is proposed from what happened; one button writes it and drafts the order."""
    pair = the_pair(request, pk)
    check(request, "programs.pair_run", pair)
    check(request, "programs.order_prepare")
    result, text = actions.who_left(pair)
    form = ResultForm(request.POST or None, instance=pair, initial={
        "result": pair.result or result, "result_text": pair.result_text or text,
        "no_final_meeting": pair.no_final_meeting or "работа прекращена досрочно",
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in form.Meta.fields}
        order = attempt(form, lambda: actions.end_early(pair, by=request.user, on=request.today, **data))
        if order:
            messages.success(request, "Проект приказа о завершении готов. Прочитайте его и передайте директору.")
            return redirect(order)
    return render(request, "form_page.html", {
        "title": "Завершить досрочно", "form": form, "submit": "Подготовить приказ",
        "lead": f"{pair}. {pair.end_note}".strip(), "back_url": pair.get_absolute_url(), "back_label": "К паре",
        "cancel_url": pair.get_absolute_url(),
        "aside": "Итог встанет в приказ. Данные того, кто отозвал согласие, закрыты, замер на выходе с него не берут."
        "\n\nЕсли работу решено продолжить, получите новое согласие и нажмите «Возобновить» на странице пары.",
    })  # fmt: skip
