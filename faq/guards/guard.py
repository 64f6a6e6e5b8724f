"""What a rule of the database is made of, for the lists of rules beside this one."""
# ruff: noqa: S608  (SQL made of our own constants)

from dataclasses import dataclass

from faq.models import Approval, Role


@dataclass(frozen=True)
class Guard:
    """Refuses an INSERT, UPDATE or DELETE on a table when a condition over OLD and NEW is true."""

    name: str
    table: str
    on: str
    condition: str
    message: str


def changed(*columns: str) -> str:
    """The condition that one of these columns gets another value."""
    # Spelled so that both engines understand it: SQLite knows IS DISTINCT FROM only from 3.39 on.
    return " OR ".join(f"(OLD.{c} <> NEW.{c} OR (OLD.{c} IS NULL) <> (NEW.{c} IS NULL))" for c in columns)


def exists(table: str, where: str) -> str:
    """The condition that a table holds a row, ``x`` in the condition on it."""
    return f"EXISTS (SELECT 1 FROM {table} x WHERE {where})"


def holds(column: str, group: str) -> str:
    """The condition that a column names somebody with an open account, in a group that is given as SQL."""
    return f"""EXISTS (
    SELECT 1 FROM faq_person p
    JOIN faq_person_groups held ON held.person_id = p.id
    JOIN auth_group g ON g.id = held.group_id AND g.name = {group}
    WHERE p.id = {column} AND p.is_active)"""


def is_reviewer(column: str) -> str:
    """The condition that a column names a reviewer with an open account."""
    return holds(column, f"'{Role.REVIEWER}'")


CONTRIBUTED = f"""EXISTS (
    SELECT 1 FROM faq_contributor c
    JOIN faq_answerversion written ON written.id = c.version_id
    JOIN faq_answerversion signed ON signed.id = NEW.version_id AND signed.answer_id = written.answer_id
    WHERE c.person_id = NEW.signer_id AND written.number <= signed.number
      AND written.number > COALESCE((
        SELECT MAX(earlier.number) FROM faq_answerversion earlier
        JOIN faq_approval a ON a.version_id = earlier.id AND a.meaning = '{Approval.Meaning.APPROVED}'
        WHERE earlier.answer_id = signed.answer_id AND earlier.number < signed.number), 0))"""
"""The condition that the signer of a new row contributed to its version, since the approval before it."""
