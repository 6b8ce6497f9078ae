"""People, communities, organisations and appointments. Nothing here says anything about race."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cop.core.fields import FoldedNameField
from cop.members.enums import (
    Mail,
    Nation,
    PeriodLength,
    ResultsMoment,
    Rhythm,
    Role,
    SwapState,
    TermSet,
)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        """Create a person who signs in with a code sent to the address; there is no password."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, in any number of communities."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_staff = models.BooleanField(
        _("administrator"),
        default=False,
        help_text=_("Runs the installation; sees no community content."),
    )
    is_active = models.BooleanField(default=True)
    has_signed_in = models.BooleanField(
        default=False,
        editable=False,
        help_text="From then on the address is theirs alone to change. When it was is not kept.",
    )
    audit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    last_login = None  # when somebody last came is nobody's business

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case")
        ]

    def __str__(self) -> str:
        """The name the reader's own community knows, where ``selectors.named_in`` found it.

        What another community calls somebody is not shown.
        """
        name: str = getattr(self, "name_here", self.name)
        return name or self.email

    def end_sessions(self) -> None:
        """Sign the person out everywhere: a session is bound to the password nobody has."""
        self.set_unusable_password()
        self.save(update_fields=["password"])


class Community(models.Model):
    """A community of practice: the tenant nothing crosses."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    term_set = models.CharField(
        max_length=30, choices=TermSet, default=TermSet.RACIALLY_MINORITISED
    )
    time_zone = models.CharField(max_length=64, default="Europe/London")
    nation = models.CharField(
        max_length=3,
        choices=Nation,
        default=Nation.ENGLAND,
        blank=True,
        help_text="Whose bank holidays sessions go round.",
    )
    starts_on = models.DateField(null=True, blank=True, help_text="Descriptive only.")
    audit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # A community may raise the thresholds and never lower them (feedback.disclosure says why).
    t_figures = models.PositiveSmallIntegerField(default=5)
    t_text = models.PositiveSmallIntegerField(default=8)
    t_text_caucus = models.PositiveSmallIntegerField(default=10)
    thresholds_reason = models.CharField(max_length=300, blank=True)
    figures_rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.PERIOD)
    comments_rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.PERIOD)
    period_length = models.CharField(max_length=10, choices=PeriodLength, default=PeriodLength.YEAR)
    results_moment = models.CharField(
        max_length=10, choices=ResultsMoment, default=ResultsMoment.COUNT
    )

    class Meta:
        verbose_name_plural = "communities"
        constraints = [
            models.CheckConstraint(
                condition=Q(t_figures__gte=5, t_text__gte=8, t_text_caucus__gte=10),
                name="community_thresholds_never_lowered",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Where members work. One name in a community, whatever else people call it.

    A trigger keeps names and aliases apart, which lie in two tables.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=200)
    key = FoldedNameField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "key"], name="organisation_once")
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name of an organisation, as people type it and spreadsheets spell it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    key = FoldedNameField()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "organisation aliases"
        constraints = [
            models.UniqueConstraint(fields=["community", "key"], name="organisation_alias_once")
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody who belongs to a community. May be known without being able to sign in."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    reference = models.CharField(max_length=60, help_text="The community's own key, like M01.")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.RESTRICT, null=True, blank=True, related_name="members"
    )
    profession = models.CharField(max_length=200, blank=True)
    joined_on = models.DateField(null=True, blank=True, help_text="Empty: unknown.")
    left_on = models.DateField(null=True, blank=True)
    # What members say about themselves, and change themselves.
    pronouns = models.CharField(max_length=60, blank=True)
    access_needs = models.TextField(
        blank=True, help_text="For the facilitators of the member's own sessions."
    )
    is_listed = models.BooleanField(default=False, help_text="Whether other members see them.")
    leads_others = models.BooleanField(
        default=False, help_text="Declared by a senior or a line manager."
    )
    mail = models.CharField(max_length=12, choices=Mail, default=Mail.EVERYTHING)
    audit_key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="As the record names them; another once they are erased.",
    )
    is_erased = models.BooleanField(
        default=False, editable=False, help_text="Nameless; kept so that no count moves."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "reference"], name="member_reference_once"
            ),
            models.UniqueConstraint(
                fields=["community", "person"],
                condition=Q(person__isnull=False),
                name="member_person_once",
            ),
            models.UniqueConstraint(
                fields=["community", "email"], condition=~Q(email=""), name="member_email_once"
            ),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=models.F("joined_on")),
                name="member_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(is_erased=False)
                | Q(
                    person__isnull=True,
                    organisation__isnull=True,
                    joined_on__isnull=True,
                    left_on__isnull=True,
                    name="",
                    email="",
                    profession="",
                    pronouns="",
                    access_needs="",
                ),
                name="erased_member_is_nameless",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.reference


class ErasedMembership(models.Model):
    """Somebody belonged to the community, and to an organisation, between these days.

    What is left of a member who erased themselves, apart from the nameless ``Member`` on which
    their attendance stands: nothing leads from one to the other, so neither says whose it was.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.RESTRICT, null=True, blank=True, related_name="erased"
    )
    joined_on = models.DateField(null=True, blank=True, help_text="Empty: unknown.")
    left_on = models.DateField()

    def __str__(self) -> str:
        return "erased membership"


class Appointment(models.Model):
    """A role held from–until. It points at a person, who need not be a member."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="appointments")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=30, choices=Role)
    name = models.CharField(max_length=200, blank=True, help_text="As this community knows them.")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="Last day; empty: open-ended.")

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="appointment_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or self.person.email}: {self.get_role_display()}"


class ReaderSwap(models.Model):
    """Two communities lend each other a reader: offered, answered, then confirmed.

    Neither learns more of the other than its name and the two people.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="swaps_offered")
    other = models.ForeignKey(
        Community, on_delete=models.CASCADE, null=True, blank=True, related_name="swaps_answered"
    )
    to_email = models.EmailField(help_text="A co-chair of the other community.")
    lent = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    lent_name = models.CharField(max_length=200)
    lent_role = models.CharField(max_length=30, choices=Role)
    returned = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    returned_name = models.CharField(max_length=200, blank=True)
    returned_role = models.CharField(max_length=30, choices=Role, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_on = models.DateField()
    until_on = models.DateField(help_text="Last day for both readers.")
    state = models.CharField(max_length=10, choices=SwapState, default=SwapState.OFFERED)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")), name="swap_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(other=models.F("community")), name="swap_between_two_communities"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lent_name} ↔ {self.returned_name or '…'}"
