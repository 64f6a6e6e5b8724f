"""Attempts to sign in that failed, kept for as long as they count."""

from django.db import models


class FailedSignIn(models.Model):
    """One attempt that did not succeed, or whose outcome is not known yet.

    Name and address stand here as keyed hashes: what people type as their name may be their password, and where
    somebody is when they sign in is nobody's business afterwards.
    """

    account = models.CharField(max_length=64, editable=False)
    address = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "failed sign-in"
        indexes = [
            models.Index(fields=["account", "at"], name="failed_by_account"),
            models.Index(fields=["address", "at"], name="failed_by_address"),
        ]

    def __str__(self) -> str:
        return f"failed at {self.at:%Y-%m-%d %H:%M}"
