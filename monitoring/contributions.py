"""What the monitoring puts into the contribution points."""

from monitoring import permissions
from monitoring.actions import values_gaps
from registry.engine import workflow
from registry.permissions import add_all


def contribute():
    add_all(permissions.TABLE)
    workflow.require("programs.Pair.start", values_gaps("entry"))
    workflow.require("programs.Pair.begin_closing", values_gaps("exit"))
