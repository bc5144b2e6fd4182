"""Forms of the plan: a card for each task, short enough for a phone, and for each field the stamp of what was seen."""

import uuid

from django import forms

from programs.actions.plan_edits import END, HEAD, MOST, RESULT, TASK, line_stamp, out_of_term, plain, stamp
from programs.models import Plan, PlanKind, PlanLine
from registry.forms.base import HouseForm


def area(rows=2):
    return forms.Textarea(attrs={"rows": rows})


class SeenForm(HouseForm):
    """Each field of `OF` has a hidden neighbour `seen_…`: the stamp of the value that its writer saw."""

    OF: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [name for name in self.OF if name in self.fields]:
            self.fields[name].widget.attrs["data-field"] = name
            self.fields[f"seen_{name}"] = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    @property
    def own_fields(self):
        return [self[name] for name in self.OF if name in self.fields]

    @property
    def seen_fields(self):
        return [field for field in self if field.name.startswith("seen_")]

    def values(self) -> dict:
        """What the action takes: the fields that were sent, and what the writer saw of each."""
        data = self.cleaned_data
        sent = [name for name in self.OF if name in self.fields and self.add_prefix(name) in self.data]
        seen = {name.removeprefix("seen_"): data[name] for name in data if name.startswith("seen_") and data[name]}
        return {**{name: data.get(name) for name in sent}, "seen": seen}


class HeadForm(SeenForm):
    """What stands above the tasks of a draft; the parts that this kind of plan has."""

    OF = HEAD

    goal = forms.CharField(
        label="Цель работы", required=False, max_length=1000, widget=area(3),
        help_text="Чего вы хотите достичь вместе: одно-два предложения.",
    )  # fmt: skip
    explanation = forms.CharField(
        label="Пояснительная записка", required=False, max_length=4000, widget=area(6),
        help_text="Какие трудности есть, какие задачи вы ставите и каких результатов ждёте.",
    )  # fmt: skip
    rhythm_days = forms.IntegerField(
        label="Встречаемся не реже, чем раз в … дней", min_value=1, max_value=90, required=False,
        help_text="По этому числу программа заметит, что встреч давно не было.",
    )  # fmt: skip
    third = forms.ChoiceField(
        label="Кто подписывает план третьим", required=False, choices=PlanKind.THIRDS,
        help_text="Кроме наставника и наставляемого.",
    )  # fmt: skip

    def __init__(self, *args, plan, **kwargs):
        kind = plan.called
        if not kind.has_explanation and not plan.explanation:
            self.base_fields = {name: field for name, field in self.base_fields.items() if name != "explanation"}
        if not kind.third and not plan.third:
            self.base_fields = {name: field for name, field in self.base_fields.items() if name != "third"}
        super().__init__(*args, **kwargs)


class EndForm(SeenForm):
    """What stands under the tasks of an agreed plan: the mentor's word at the end (КВ-Пг 7)."""

    OF = END

    analysis = forms.CharField(
        label="Анализ наставника", required=False, max_length=3000, widget=area(5),
        help_text="В конце работы: что удалось, что нет и почему, что посоветуете дальше.",
    )  # fmt: skip

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)


class CardForm(SeenForm):
    """A card knows its task by number, or by a key while the task is new."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def values(self):
        data = self.cleaned_data
        found = super().values() | {"id": data.get("id"), "key": data.get("key"), "delete": data.get("delete")}
        if data.get("seen_line"):
            found["seen"]["line"] = data["seen_line"]
        return found


class TaskForm(CardForm):
    """One card of the draft. An empty card is left out."""

    OF = TASK

    task = forms.CharField(label="Проект, задание", required=False, max_length=500, widget=area())
    due = forms.DateField(label="Срок", required=False)
    planned_result = forms.CharField(label="Планируемый результат", required=False, max_length=500, widget=area())
    section = forms.CharField(
        label="Раздел плана", required=False, max_length=200, widget=forms.TextInput(attrs={"list": "sections"})
    )
    seen_line = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    delete = forms.BooleanField(
        label="Убрать это задание", required=False, widget=forms.CheckboxInput(attrs={"data-remove": "1"})
    )

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["due"].widget.attrs |= {"min": pair.starts.isoformat(), "max": pair.ends.isoformat()}

    def clean_due(self):
        due = self.cleaned_data.get("due")
        fault = out_of_term(self.pair, due) if due else ""
        if fault:
            raise forms.ValidationError(fault[0].upper() + fault[1:])
        return due

    def clean(self):
        data = super().clean()
        is_used = any(data.get(name) for name in ("id", "due", "planned_result"))
        if is_used and not data.get("task", "").strip() and not data.get("delete"):
            self.add_error("task", "Напишите задание или отметьте «Убрать это задание».")
        return data


class ResultForm(CardForm):
    """One card of the agreed plan: what came out and how it is judged."""

    OF = RESULT

    actual_result = forms.CharField(label="Фактический результат", required=False, max_length=500, widget=area())
    mark = forms.ChoiceField(label="Оценка", required=False, choices=[("", "ещё не оценено"), *PlanLine.MARKS])
    comment = forms.CharField(label="Пояснение к оценке", required=False, max_length=300, widget=area())

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)


def fresh_values(row, names) -> dict:
    """Initial values of a form with the stamps of what the page shows."""
    return {
        **{name: getattr(row, name) for name in names},
        **{f"seen_{name}": stamp(getattr(row, name)) for name in names},
    }


class PlanPage:
    """The head and the cards of one plan: as they stand, or as they were typed."""

    def __init__(self, plan, data=None, *, blank=False):
        self.plan, self.is_draft = plan, plan.status == Plan.Status.DRAFT
        self.lines = {row.pk: row for row in plan.lines.all()}
        self.clashes: dict[str, object] = {}
        head = HeadForm if self.is_draft else EndForm
        if data is None:
            self.form = head(initial=fresh_values(plan, head.OF), plan=plan)
            self.formset = self._set(self._fresh(blank), None)
        else:
            self.data = self._settled(data)
            self.form = head(self.data, plan=plan)
            self.formset = self._set(None, self.data)

    def _set(self, initial, data):
        form = TaskForm if self.is_draft else ResultForm
        made = forms.formset_factory(form, extra=0, max_num=MOST, absolute_max=MOST * 3)
        given = {"initial": initial} if data is None else {"data": data}
        return made(prefix="line", form_kwargs={"pair": self.plan.pair}, **given)

    def _fresh(self, blank):
        names = TASK if self.is_draft else RESULT
        rows = [
            {"id": row.pk, "key": row.key, "seen_line": line_stamp(row), **fresh_values(row, names)}
            for row in self.lines.values()
        ]
        if self.is_draft and (blank or not rows):
            rows.append({"key": uuid.uuid4(), **{f"seen_{name}": stamp("") for name in names}})
        return rows

    def _settled(self, data):
        """The choice at each field that two people changed: mine, theirs, or both together."""
        data = data.copy()
        for name in [name for name in data if name.split("-")[-1].startswith("take_")]:
            stem, _, field = name.rpartition("take_")
            now = self._now(data, stem, field)
            if data[name] == "theirs":
                data[f"{stem}{field}"], data[f"{stem}seen_{field}"] = plain(now), stamp(now)
            elif data[name] == "both" and plain(now) not in data.get(f"{stem}{field}", ""):
                data[f"{stem}{field}"] = f"{plain(now)}\n{data.get(f'{stem}{field}', '')}"
        return data

    def _now(self, data, stem, field):
        if not stem:
            return getattr(self.plan, field, "") if field in (*HEAD, *END) else ""
        pk = data.get(f"{stem}id", "")
        row = self.lines.get(int(pk)) if pk.isdecimal() else None
        return getattr(row, field, "") if field in (*TASK, *RESULT) else ""

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.formset.is_valid()])

    def values(self) -> tuple[dict, list[dict]]:
        """(head, lines) as the action takes them."""
        return self.form.values(), [form.values() for form in self.formset if form.cleaned_data]

    def refuse(self, clashes):
        """Show both versions at their fields; what was typed stays, and the stamps now know the other version."""
        numbers = {form.cleaned_data.get("id"): form.prefix for form in self.formset}
        for clash in clashes:
            stem = f"{numbers[clash.line_id]}-" if clash.line_id else ""
            if clash.is_gone:
                self.data[f"{stem}id"], self.data[f"{stem}key"] = "", str(uuid.uuid4())
                for name in TASK if self.is_draft else RESULT:
                    self.data[f"{stem}seen_{name}"] = stamp("")
            elif clash.mine == "убрать":
                self.data.pop(f"{stem}delete", None)
                self.data[f"{stem}seen_line"] = line_stamp(clash.line)
            else:
                self.data[f"{stem}seen_{clash.name}"] = stamp(clash.theirs)
                self.clashes[f"{stem}{clash.name}"] = clash
        typed = type(self.form)(self.data, plan=self.plan)
        typed.is_valid()
        for clash in clashes:
            typed.add_error(None, clash.sentence)
        self.form, self.formset = typed, self._set(None, self.data)
        self.formset.is_valid()

    def fields(self, form):
        """(field, the clash at it or None) in the order of the card."""
        return [{"field": field, "clash": self.clashes.get(field.html_name)} for field in form.own_fields]

    def cards(self):
        """Each card with the task that it mends, and what the mentee said about it."""
        for form in self.formset:
            pk = form["id"].value()
            line = self.lines.get(int(pk)) if str(pk or "").isdecimal() else None
            yield {"form": form, "line": line, "fields": self.fields(form)}

    @property
    def blank_card(self):
        """The card that a script copies for a new task."""
        form = self.formset.empty_form
        form.initial = {f"seen_{name}": stamp("") for name in TASK}
        return {"form": form, "line": None, "fields": self.fields(form)}

    @property
    def sections(self):
        return list(dict.fromkeys(row.section for row in self.lines.values() if row.section))
