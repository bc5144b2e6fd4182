"""Nothing about a person lies outside the inventory: every table is somebody's holding, or is said to be impersonal."""

from django.apps import apps
from django.db import models

from registry.engine import inventory
from registry.models import Person, User

OURS = ("registry", "programs", "monitoring", "mentoring")
FOREIGN = {
    "sessions.Session": "erasure/sweep.py sessions()",
    "axes.AccessAttempt": "holdings/traces.py erase_account()",
    "axes.AccessFailureLog": "holdings/traces.py erase_account()",
    "axes.AccessLog": "holdings/traces.py erase_account()",
    "axes.AccessAttemptExpiration": "goes with its attempt",
    "admin.LogEntry": "goes with the account; erasure/sweep.py",
    "otp_totp.TOTPDevice": "goes with the account",
    "otp_static.StaticDevice": "goes with the account",
    "otp_static.StaticToken": "goes with its device",
    "contenttypes.ContentType": "names of tables",
    "auth.Permission": "not used by the house",
    "auth.Group": "not used by the house",
}


def tables() -> dict[str, set[str]]:
    """Table → columns that the inventory names."""
    found: dict = {}
    for one in inventory.holding.values():
        for label, columns in one.tables.items():
            found.setdefault(label, set()).update(columns)
    return found


def ours():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_every_table_is_in_somebody_s_inventory():
    claimed = tables()
    lost = [
        model._meta.label for model in ours()
        if model._meta.label not in claimed and model._meta.label not in inventory.impersonal
    ]  # fmt: skip
    assert lost == [], "add them to a Holding of people.inventory, or to inventory.impersonal"


def test_every_key_to_a_person_is_named():
    claimed, lost = tables(), []
    for model in ours():
        for one in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            if one.name == "history_user":
                continue  # set to nothing with the account
            if one.related_model in (Person, User) and one.name not in claimed.get(model._meta.label, ()):
                lost.append(f"{model._meta.label}.{one.name}")
    assert lost == []


def test_an_impersonal_table_has_no_key_to_a_person():
    guilty = [
        f"{model._meta.label}.{one.name}"
        for model in ours() if model._meta.label in inventory.impersonal
        for one in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if one.related_model is Person
    ]  # fmt: skip
    assert guilty == []


def test_no_holding_names_a_table_or_a_column_that_is_gone():
    wrong = []
    for label, columns in tables().items():
        model = apps.get_model(label)
        known = {one.name for one in model._meta.get_fields()}
        wrong += [f"{label}.{name}" for name in columns if name not in known]
    wrong += [label for label in inventory.impersonal if not apps.get_model(label)]
    for column in inventory.kept:
        label, name = column.rsplit(".", 1)
        assert isinstance(apps.get_model(label)._meta.get_field(name), models.Field)
    assert wrong == []


def test_tables_of_libraries_are_known_by_name():
    foreign = {model._meta.label for model in apps.get_models() if model._meta.app_label not in OURS}
    assert foreign - set(FOREIGN) == set()


def test_whatever_stays_is_named_by_retention():
    """A holding without an erasure either shares the rows of another one, or outlives the person by its term."""
    import tomllib

    from django.conf import settings

    terms = tomllib.loads((settings.BASE_DIR / "registry" / "presets" / "retention.toml").read_text())["terms"]
    known = {row["key"]: row.get("outlives", False) for row in terms}
    assert {one.term for one in inventory.holding.values()} <= set(known)
