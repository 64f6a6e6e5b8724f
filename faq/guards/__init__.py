"""Guards: database triggers that hold the promises against whatever goes around the workflow."""

from .rules import GUARDS, Guard
from .triggers import install, missing, remove, trigger_name

__all__ = ["GUARDS", "Guard", "install", "missing", "remove", "trigger_name"]
