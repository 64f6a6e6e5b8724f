"""The table of the search index. The triggers that fill it are in ``faq.search_index``, installed after every
migrate."""

from django.db import migrations

from faq import search_index

CREATION = {
    "sqlite": [
        "CREATE VIRTUAL TABLE faq_search USING fts5(wording, phrasings, body, language UNINDEXED,"
        " tokenize = 'porter unicode61 remove_diacritics 2')",
    ],
    "postgresql": [
        "CREATE TABLE faq_search (version_id bigint PRIMARY KEY, language varchar(10) NOT NULL,"
        " words tsvector NOT NULL)",
        "CREATE INDEX faq_search_words ON faq_search USING gin (words)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATION[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    search_index.remove(schema_editor.connection)
    schema_editor.execute("DROP TABLE faq_search")


class Migration(migrations.Migration):
    dependencies = [("faq", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
