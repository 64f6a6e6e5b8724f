"""How an import says no."""


class ImportRefused(ValueError):
    """The file cannot be imported. The message tells a clinician what is wrong and what to do."""
