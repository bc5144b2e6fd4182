"""School holidays: days on which no meeting is missed."""

from django.db import models
from django.db.models import F, Q


class SchoolBreak(models.Model):
    """Holidays of the pupils by the school's own calendar («календарный учебный график»): data, not a rule."""

    title = models.CharField("название", max_length=100, help_text="Например: осенние каникулы")
    starts = models.DateField("с")
    ends = models.DateField("по")
    is_checked = models.BooleanField("сверено с учебным графиком", default=False)

    class Meta:
        verbose_name = "каникулы"
        verbose_name_plural = "каникулы"
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="break_ends_after_start",
                violation_error_message="Каникулы не могут кончиться раньше, чем начнутся.",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.title}, {self.starts:%d.%m.%Y} – {self.ends:%d.%m.%Y}"
