"""Caucuses, the spaces of a session, the day's choice, and what a caucus agrees to share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus.enums import ShareBackState, SpaceKind, Voice
from cop.members.models import Community, Member, User
from sessions_app.models import Session


class Caucus(models.Model):
    """A self-chosen identity group, in the community's own words."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="caucuses")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    singular = models.CharField(max_length=120)
    plural = models.CharField(max_length=120)
    adjective = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    is_answered_to = models.BooleanField(
        default=False, help_text=_("The caucus the others answer to.")
    )

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "caucuses"
        constraints = [
            models.UniqueConstraint(fields=["community", "key"], name="caucus_key_once"),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(is_answered_to=True),
                name="one_caucus_answered_to",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedFacilitator(models.Model):
    """A person who accepted to be named as facilitator of a caucus (R8).

    The one exception to "no caucus on record": offered by a co-chair, accepted and ended by the
    person alone. Declining or ending deletes the row, so nothing remembers it afterwards.
    """

    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="caucuses_facilitated")
    offered_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True, help_text=_("Empty: offered only."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["caucus", "person"], name="published_facilitator_once")
        ]

    def __str__(self) -> str:
        return str(self.person)


class Space(models.Model):
    """Somewhere to go in a session. How many went is kept only by the rules of small spaces."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="spaces")
    kind = models.CharField(max_length=12, choices=SpaceKind)
    caucus = models.ForeignKey(
        Caucus, on_delete=models.CASCADE, null=True, blank=True, related_name="spaces"
    )
    door = models.URLField(blank=True, help_text=_("The meeting link of this space."))
    people = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Headcount after close; empty: not to be known.")
    )
    was_small = models.BooleanField(
        null=True, blank=True, help_text=_("After close, of a caucus: fewer than 3 were here.")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "caucus"], name="space_caucus_once"),
            models.UniqueConstraint(
                fields=["session", "kind"], condition=~Q(kind="caucus"), name="space_kind_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="caucus", caucus__isnull=False)
                | (~Q(kind="caucus") & Q(caucus__isnull=True)),
                name="space_caucus_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True) | Q(people__gte=3), name="small_spaces_not_counted"
            ),
        ]

    def __str__(self) -> str:
        return str(self.caucus.name if self.caucus else self.get_kind_display())


class Holder(models.Model):
    """Somebody named to hold everyone's space in one session."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="holder_once")]

    def __str__(self) -> str:
        return str(self.person)


class Opening(models.Model):
    """Somebody has chosen a space in this session. Deleted when its spaces close.

    One row a session, written with its first choice and never again, so that "nobody is here any
    more" is told from "nobody ever chose". It has no time, and says neither who nor where.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return "opening"


class Closing(models.Model):
    """The spaces of a session are closed and who was where is forgotten."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="spaces_closing")
    were_chosen = models.BooleanField(
        help_text=_("Somebody had chosen a space, if only for a while.")
    )
    was_late = models.BooleanField(
        default=False, help_text=_("Choices had been kept for more than 24 hours.")
    )

    def __str__(self) -> str:
        return str(self.session)


class Choice(models.Model):
    """Where a member is, today. UNLOGGED, without a time, deleted when the session closes (R3).

    The key is composite, since a serial would tell who changed their mind, and its sequence how
    often that happened. The database checks no foreign key: the check would lock the rows of the
    member and of the space, and leave the same transaction's number on both, for ever.
    """

    pk = models.CompositePrimaryKey("session_id", "member_id")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return "choice"  # never says whose or where


class PassedCall(models.Model):
    """R7: the caucus that has first call left the topic of a session to the others."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.session)


class ShareBackQuerySet(models.QuerySet["ShareBack"]):
    def released(self) -> "ShareBackQuerySet":
        """What anybody outside the caucus may read."""
        return self.filter(state=ShareBackState.RELEASED)


class ShareBack(models.Model):
    """What a caucus agrees to tell the others after a session: at most two themes (R6)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="share_backs")
    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="share_backs")
    state = models.CharField(max_length=10, choices=ShareBackState, default=ShareBackState.DRAFT)
    ask = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    voice = models.CharField(max_length=12, choices=Voice, default=Voice.FACILITATOR)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ShareBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "caucus"], name="share_back_once"),
            models.CheckConstraint(
                condition=Q(ask="") | Q(responsibility=""), name="share_back_one_equal_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.state})"

    @property
    def is_released(self) -> bool:
        return self.state == ShareBackState.RELEASED


class SharedTheme(models.Model):
    share_back = models.ForeignKey(ShareBack, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["share_back", "position"], name="shared_theme_once"),
            models.CheckConstraint(
                condition=Q(position__in=[1, 2]), name="shared_themes_at_most_two"
            ),
        ]

    def __str__(self) -> str:
        return self.title
