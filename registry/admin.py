"""The card file of the ground floor: reference data only. People, consents and papers have their own pages."""

from django import forms
from django.contrib import admin

from registry.admin_base import HouseInline, HouseModelAdmin, ReadOnlyAdmin
from registry.models import (
    ActivityTemplate,
    ConsentText,
    Form,
    Kind,
    Point,
    Regulation,
    Roadmap,
    RoleModel,
    Rule,
    School,
    SchoolClass,
    StageTemplate,
    Topic,
    Word,
    Year,
)
from registry.regulations import defaults


class RuleForm(forms.ModelForm):
    """A value must be what the rule expects: a number, yes or no, a word, a list."""

    KINDS = {
        "int": (int, "целое число, например 2"),
        "bool": (bool, "true (да) или false (нет)"),
        "list": (list, 'список в квадратных скобках: ["а", "б"]'),
        "text": (str, 'слово в кавычках: "order"'),
    }

    class Meta:
        model = Rule
        fields = ["value", "point"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            row = defaults()[self.instance.key]
            self.fields["value"].label = row["title"]
            self.fields["value"].help_text = f"Пишите {self.KINDS[row['kind']][1]}."
            self.fields["point"].queryset = Point.objects.filter(regulation=self.instance.regulation_id).select_related(
                "regulation"
            )

    def clean_value(self):
        value = self.cleaned_data["value"]
        expected, words = self.KINDS[defaults()[self.instance.key]["kind"]]
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            raise forms.ValidationError(f"«{defaults()[self.instance.key]['title']}»: пишите {words}.")
        return value


class RuleInline(HouseInline):
    model = Rule
    form = RuleForm


class PointInline(HouseInline):
    model = Point
    fields = ["number", "title", "text"]


class WordInline(HouseInline):
    model = Word
    fields = ["one", "genitive", "many", "many_genitive"]


class KindInline(HouseInline):
    model = Kind
    fields = ["title", "text"]


class RoleModelInline(HouseInline):
    model = RoleModel
    fields = ["title", "goal", "position"]
    may_add = True
    show_change_link = True


class ActivityInline(HouseInline):
    model = ActivityTemplate
    fields = ["number", "title", "term", "responsible", "position"]
    may_add = True


@admin.register(Regulation)
class RegulationAdmin(HouseModelAdmin):
    list_display = ["short_title", "title", "edition"]
    fields = ["title", "short_title", "genitive", "source", "edition", "adopted", "silent_note"]
    inlines = [RuleInline, PointInline, WordInline, KindInline]


@admin.register(Form)
class FormAdmin(HouseModelAdmin):
    list_display = ["title", "regulation", "mentor_side", "mentee_side"]
    list_filter = ["regulation"]
    list_select_related = ["regulation"]
    fields = ["title", "goal", "tasks", "results", "mentor_portrait", "mentee_portraits", "position"]
    inlines = [RoleModelInline]


@admin.register(Roadmap)
class RoadmapAdmin(HouseModelAdmin):
    list_display = ["title", "regulation"]
    list_select_related = ["regulation"]
    fields = ["title", "columns"]


@admin.register(StageTemplate)
class StageAdmin(HouseModelAdmin):
    list_display = ["__str__", "roadmap", "duration"]
    list_filter = ["roadmap"]
    list_select_related = ["roadmap"]
    fields = ["title", "duration", "important", "documents"]
    inlines = [ActivityInline]


@admin.register(Topic)
class TopicAdmin(HouseModelAdmin):
    list_display = ["title", "area", "is_retired"]
    list_filter = ["area", "is_retired"]
    search_fields = ["title"]
    may_add = True

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


@admin.register(ConsentText)
class ConsentTextAdmin(HouseModelAdmin):
    """A new wording is a new version; one that somebody has signed is never changed."""

    list_display = ["title", "version", "adopted_on"]
    list_filter = ["kind"]
    may_add = True

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.consent_set.exists())


@admin.register(School)
class SchoolAdmin(ReadOnlyAdmin):
    list_display = ["short_name", "place", "phone"]


class ClassInline(HouseInline):
    model = SchoolClass
    may_add = False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Year)
class YearAdmin(ReadOnlyAdmin):
    """Years and classes are changed on «Учебный год»: there a class in use is not lost."""

    list_display = ["name", "starts", "ends", "is_active"]
    inlines = [ClassInline]
