"""Proposals get random keys and lose their day; nothing was in these tables before."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_a_year_of_sessions"),
        ("sessions_app", "0007_register_kept"),
    ]

    operations = [
        migrations.DeleteModel(name="ProposalVoice"),
        migrations.DeleteModel(name="Proposal"),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("member", "From a member"),
                            ("feedback", "From feedback"),
                            ("caucus", "First call"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("adopted", "Taken up"),
                            ("parked", "Parked"),
                            ("declined", "Not taken up"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="The co-chairs' sentence.", max_length=300
                    ),
                ),
                (
                    "supporters",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="When it was decided; empty: fewer than 3, or open.",
                        null=True,
                    ),
                ),
                (
                    "month",
                    models.DateField(
                        help_text="The first of the month it was made in; shown to nobody."
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="members.community",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it was taken up for.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="sessions_app.session",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalVoice",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "proposal_id",
                        "member_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "is_proposer",
                    models.BooleanField(default=False, help_text="May withdraw it; never shown."),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="sessions_app.proposal",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["community", "state"], name="sessions_ap_communi_9d8167_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True), ("decided_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="proposal_decided_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supporters__isnull", True), ("supporters__gte", 3), _connector="OR"
                ),
                name="few_supporters_not_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="proposal_of_a_month_and_no_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalvoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_proposer", True)), fields=("proposal",), name="one_proposer"
            ),
        ),
    ]
