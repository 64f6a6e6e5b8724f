"""Reminders by mail: what is due is told to whoever can do something about it, once a day at most.

``what_is_due`` says who is to be told of what; ``send_reminders`` tells them.
"""

from .plan import Item, Plan, what_is_due
from .send import Report, send_reminders

__all__ = ["Item", "Plan", "Report", "send_reminders", "what_is_due"]
