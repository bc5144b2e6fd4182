"""What the monitoring puts into the contribution points."""

from monitoring import permissions
from monitoring.actions import values_gaps
from monitoring.facts import FACTS
from monitoring.showing import values_panel
from programs import panels
from registry.engine import roadmap, tasks, workflow
from registry.permissions import add_all


def contribute():
    add_all(permissions.TABLE)
    panels.pair["values"] = values_panel
    workflow.require("programs.Pair.start", values_gaps("entry"))
    workflow.require("programs.Pair.begin_closing", values_gaps("exit"))
    roadmap.fact |= FACTS
    from monitoring import situations

    tasks.situation |= situations.ALL
    from monitoring import holdings

    holdings.contribute()
