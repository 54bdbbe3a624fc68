"""Material changes of the terms, put to participants."""

import django.db.models.deletion
import saleor_coaching_plugin.core.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0011_refunds_frozen'),
    ]

    operations = [
        migrations.CreateModel(
            name='ParticipantAmendment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('superseded', 'Superseded')], default='open', max_length=10)),
                ('asked_at', models.DateTimeField(default=saleor_coaching_plugin.core.clock.utc_now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('client_note', models.TextField(blank=True)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='coaching.participant')),
                ('text', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='amendment', to='coaching.participanttext')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('participant',), name='coaching_participant_amendment_one_open')],
            },
        ),
    ]
