"""Translations, topics in several languages, phrasings released by a colleague, terms, and feedback."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def added_with_their_question(apps, schema_editor):
    """Nobody kept who added a phrasing so far; the question's maker is the nearest that is known."""
    for phrasing in apps.get_model("faq", "AlternativePhrasing").objects.select_related("question"):
        phrasing.added_at, phrasing.added_by_id = phrasing.question.created_at, phrasing.question.created_by_id
        phrasing.save()
    # The search index held them in every language. What is taken out of it here is entered anew after migrating.
    key = "version_id" if schema_editor.connection.vendor == "postgresql" else "rowid"
    schema_editor.execute(
        f"DELETE FROM faq_search WHERE {key} IN (SELECT v.id FROM faq_answerversion v JOIN faq_answer a"
        " ON a.id = v.answer_id JOIN faq_alternativephrasing p ON p.question_id = a.question_id)"
    )
    if schema_editor.connection.vendor == "postgresql":
        # It alters no table on which references are still to be checked.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('faq', '0002_search_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('dealt_with_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_helpful', models.BooleanField()),
                ('comment', models.TextField(blank=True, max_length=1000)),
                ('given_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'feedback',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='term')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], default=settings.LANGUAGE_CODE, max_length=10)),
                ('created_at', models.DateTimeField(editable=False)),
            ],
            options={
                'ordering': ['name', 'language'],
            },
        ),
        migrations.CreateModel(
            name='TermDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=400, verbose_name='what it means')),
                ('other_forms', models.TextField(blank=True, help_text='Other forms of the word in texts, one per line, such as its plural.')),
                ('written_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by_author', models.BooleanField(default=False, help_text='Only on a site that has a single clinician.')),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='alternativephrasing',
            name='phrasing_once_per_question',
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='added_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='added_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], default=settings.LANGUAGE_CODE, max_length=10),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='released_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='released_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='released_by_author',
            field=models.BooleanField(default=False, editable=False, help_text='Only on a site that has a single clinician.'),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='removed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='alternativephrasing',
            name='removed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answerversion',
            name='translated_from',
            field=models.ForeignKey(editable=False, help_text='The approved version, in another language, that this text says in its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='faq.answerversion'),
        ),
        migrations.AddField(
            model_name='categoryrevision',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], default=settings.LANGUAGE_CODE, editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('created', 'Created'), ('imported', 'Imported'), ('edited', 'Edited'), ('submitted', 'Submitted for review'), ('returned', 'Returned to the author'), ('discarded', 'Draft discarded'), ('approved', 'Approved'), ('confirmed', 'Confirmed unchanged'), ('withdrawn', 'Withdrawn'), ('reinstated', 'Reinstated'), ('announced', 'Question announced to patients'), ('retracted', 'Announcement retracted'), ('assigned', 'Owner, deputy or interval changed'), ('rerendered', 'Rendered anew'), ('category_revised', 'Topic revised'), ('arranged', 'Questions arranged in a topic'), ('phrasing_released', 'Other way of asking shown to patients'), ('term_defined', 'Term defined'), ('term_approved', 'Definition of a term approved'), ('term_retired', 'Term retired'), ('exported', 'Exported'), ('account_changed', 'Account changed')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='alternativephrasing',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('question', 'language', 'text'), name='phrasing_once_per_question'),
        ),
        migrations.AddConstraint(
            model_name='alternativephrasing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at', None), ('released_by', None), ('released_by_author', False)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='phrasing_released_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='alternativephrasing',
            constraint=models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('added_by')), ('released_by_author', True)), models.Q(models.Q(('released_by', models.F('added_by')), _negated=True), ('released_by_author', False)), _connector='OR'), name='phrasing_released_by_a_colleague'),
        ),
        migrations.AddConstraint(
            model_name='alternativephrasing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='phrasing_removed_at_and_by_together'),
        ),
        migrations.AddField(
            model_name='askedquestion',
            name='dealt_with_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='askedquestion',
            name='erased_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedback',
            name='erased_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedback',
            name='read_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedback',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='faq.answerversion'),
        ),
        migrations.AddField(
            model_name='term',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='termdefinition',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='termdefinition',
            name='retired_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='termdefinition',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='definitions', to='faq.term'),
        ),
        migrations.AddField(
            model_name='termdefinition',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='askedquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dealt_with_at', None), ('dealt_with_by', None)), models.Q(('dealt_with_at__isnull', False), ('dealt_with_by__isnull', False)), _connector='OR'), name='asked_question_dealt_with_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='askedquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), ('erased_by', None)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False), ('text', '')), _connector='OR'), name='asked_question_erased_means_no_text'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('read_at', None), ('read_by', None)), models.Q(('read_at__isnull', False), ('read_by__isnull', False)), _connector='OR'), name='feedback_read_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), ('erased_by', None)), models.Q(('comment', ''), ('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='feedback_erased_means_no_comment'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('language', 'name'), name='term_once_per_language'),
        ),
        migrations.AddConstraint(
            model_name='termdefinition',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_at', None), ('retired_at', None)), fields=('term',), name='one_proposed_definition_per_term'),
        ),
        migrations.AddConstraint(
            model_name='termdefinition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None), ('approved_by_author', False)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='definition_approved_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='termdefinition',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('written_by')), ('approved_by_author', True)), models.Q(models.Q(('approved_by', models.F('written_by')), _negated=True), ('approved_by_author', False)), _connector='OR'), name='definition_approved_by_a_colleague'),
        ),
        migrations.AddConstraint(
            model_name='termdefinition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at', None), ('retired_by', None)), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False)), _connector='OR'), name='definition_retired_at_and_by_together'),
        ),
        migrations.RunPython(added_with_their_question, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="alternativephrasing",
            name="added_at",
            field=models.DateTimeField(editable=False),
        ),
        migrations.AlterField(
            model_name="alternativephrasing",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
