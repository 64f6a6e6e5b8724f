"""How dates are written in English: 3 May 2026, which nobody takes for the fifth of March."""

DATE_FORMAT = "j F Y"
