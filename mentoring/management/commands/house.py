"""What each floor put into the contribution points of the ground floor."""

from django.core.management.base import BaseCommand

from programs import folder, panels
from registry.engine import access, bases, consents, inventory, jobs, links, merging, nightly, roadmap, tasks, workflow

POINTS = {
    "nightly.chore": nightly.chore,
    "workflow.consequence": workflow.consequence,
    "access.relation": access.relation,
    "workflow.requirement": workflow.requirement,
    "tasks.situation": tasks.situation,
    "roadmap.fact": roadmap.fact,
    "links.door": links.door,
    "consents.scope_titles": consents.scope_titles,
    "consents.foretold": consents.foretold,
    "jobs.kind": jobs.kind,
    "programs.panels": panels.pair,
    "panels.cabinet": panels.cabinet,
    "panels.step": panels.step,
    "people.inventory": inventory.holding,
    "people.standing": inventory.standing,
    "people.reached": inventory.reached,
    "people.needed": inventory.needed,
    "bases.outlook": bases.outlook,
    "merging.rule": merging.rule,
    "folder.shelf": folder.shelf,
    "folder.check": folder.check,
}


def source(entry) -> str:
    """The module that the entry comes from."""
    if isinstance(entry, list):
        return ", ".join(sorted({source(one) for one in entry}))
    if isinstance(entry, access.Relation):
        return source(entry.people)
    if isinstance(entry, inventory.Holding):
        return source(entry.rows or entry.erase) if entry.rows or entry.erase else "held by reference"
    if isinstance(entry, bases.Outlook):
        return source(entry.narrow)
    return entry.__module__


class Command(BaseCommand):
    help = "Lists the contribution points and who filled them."

    def handle(self, *args, **options):
        for point, entries in POINTS.items():
            self.stdout.write(f"{point} ({len(entries)})")
            for key in sorted(entries):
                self.stdout.write(f"  {key:<40}{source(entries[key])}")
