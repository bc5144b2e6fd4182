"""Who may measure."""

from registry.permissions import is_curator, is_psychologist

TABLE = {
    "monitoring.value_edit": is_curator | is_psychologist,
    "monitoring.waiver_give": is_curator,
}
