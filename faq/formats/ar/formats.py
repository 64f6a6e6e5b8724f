"""How dates are written in Arabic: day, month and year without a comma."""

DATE_FORMAT = "j F Y"
