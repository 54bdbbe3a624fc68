"""Seats with their participants, parts of templates for participants, and refunds."""

import django.db.models.deletion
import saleor_coaching_plugin.core.clock
from saleor_coaching_plugin.core.immutability import frozen_when
import uuid
from django.db import migrations, models


_FROZEN = frozen_when("coaching_participanttext", "true", "a participant was shown it")


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0008_certificate_tries'),
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('first_name', models.CharField(max_length=100)),
                ('last_name', models.CharField(max_length=100)),
                ('email', models.EmailField(db_index=True, max_length=254)),
                ('language', models.CharField(max_length=16)),
                ('guardian_name', models.CharField(blank=True, max_length=200)),
                ('guardian_email', models.EmailField(blank=True, db_index=True, max_length=254)),
                ('gift_message', models.TextField(blank=True)),
                ('customer_id', models.CharField(blank=True, max_length=128)),
                ('named_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
                ('invited_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('active_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('decline_reason', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='SeatPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=300, unique=True)),
                ('people', models.JSONField(default=list)),
                ('shared_name', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
            ],
        ),
        migrations.AddField(
            model_name='clientagreement',
            name='copy_emails',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='clientagreement',
            name='seats',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='contractterms',
            name='has_seats',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='invitation_body',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='invitation_subject',
            field=models.CharField(blank=True, db_default='', max_length=250),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='participant_packet_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='participant_sequence_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='seats',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='party',
            name='role',
            field=models.CharField(choices=[('payer', 'Payer')], max_length=11),
        ),
        migrations.CreateModel(
            name='ParticipantText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=16)),
                ('title', models.CharField(max_length=200)),
                ('html', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('consents', models.JSONField()),
                ('statement', models.TextField()),
                ('button', models.CharField(max_length=60)),
                ('values', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='coaching.participant')),
                ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coaching.participanttext')),
                ('terms_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coaching.termsversion')),
            ],
        ),
        migrations.CreateModel(
            name='ParticipantLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='coaching.participanttext')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('seat_id', models.UUIDField()),
                ('order_id', models.CharField(blank=True, db_index=True, max_length=128)),
                ('payment_reference', models.CharField(blank=True, max_length=255)),
                ('amount_minor', models.PositiveBigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('payer_name', models.CharField(blank=True, max_length=200)),
                ('payer_email', models.EmailField(db_index=True, max_length=254)),
                ('language', models.CharField(max_length=16)),
                ('description', models.CharField(max_length=250)),
                ('gateway', models.CharField(blank=True, max_length=20)),
                ('status', models.CharField(choices=[('owed', 'Owed'), ('sent', 'Sent')], default='owed', max_length=4)),
                ('reference', models.CharField(blank=True, max_length=255)),
                ('created_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seat_id', 'payment_reference'), name='coaching_refund_once'), models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='coaching_refund_positive'), models.CheckConstraint(condition=models.Q(('status', 'owed'), models.Q(('sent_at__isnull', False), models.Q(('reference', ''), _negated=True)), _connector='OR'), name='coaching_refund_sent')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('free', 'Free'), ('planned', 'Planned'), ('invited', 'Invited'), ('opened', 'Opened'), ('accepted', 'Accepted'), ('active', 'Active'), ('declined', 'Declined'), ('expired', 'Expired'), ('refunded', 'Refunded')], default='free', max_length=8)),
                ('invite_on', models.DateField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('refunded_at', models.DateTimeField(null=True)),
                ('participant', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_seat', to='coaching.participant')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='coaching.seat'),
        ),
        migrations.CreateModel(
            name='SeatGroup',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=100, unique=True)),
                ('order_id', models.CharField(blank=True, max_length=128)),
                ('order_line_id', models.CharField(blank=True, max_length=128)),
                ('title', models.CharField(max_length=250)),
                ('language', models.CharField(max_length=16)),
                ('payer_first_name', models.CharField(blank=True, max_length=100)),
                ('payer_last_name', models.CharField(blank=True, max_length=100)),
                ('payer_email', models.EmailField(db_index=True, max_length=254)),
                ('shared_name', models.CharField(blank=True, max_length=200)),
                ('values', models.JSONField(default=dict)),
                ('sequence_id', models.UUIDField(null=True)),
                ('packet_id', models.UUIDField(null=True)),
                ('invitation_subject', models.CharField(blank=True, max_length=250)),
                ('invitation_body', models.TextField(blank=True)),
                ('days_to_accept', models.PositiveIntegerField(default=14)),
                ('created_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coaching.contractterms')),
            ],
        ),
        migrations.AddField(
            model_name='seat',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='coaching.seatgroup'),
        ),
        migrations.AddConstraint(
            model_name='participanttext',
            constraint=models.UniqueConstraint(fields=('participant', 'revision'), name='coaching_participant_revision'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guardian_email', ''), ('guardian_name', '')), models.Q(models.Q(('guardian_name', ''), _negated=True), models.Q(('guardian_email', ''), _negated=True)), _connector='OR'), name='coaching_participant_guardian'),
        ),
        migrations.AddIndex(
            model_name='seat',
            index=models.Index(condition=models.Q(('status', 'planned')), fields=['invite_on'], name='coaching_seat_planned'),
        ),
        migrations.AddIndex(
            model_name='seat',
            index=models.Index(condition=models.Q(('status__in', ['invited', 'opened'])), fields=['expires_at'], name='coaching_seat_waiting'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('group', 'position'), name='coaching_seat_position'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['free', 'refunded']), ('participant__isnull', False), _connector='OR'), name='coaching_seat_held'),
        ),
        migrations.RunSQL(*_FROZEN),
    ]
