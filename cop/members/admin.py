"""The support desk: accounts and the names of communities, nothing of what happens in them.

A site of its own, so that no model enters by being installed.
"""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet, Value
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cop.audit.services import record
from cop.core.forms import AddressField
from cop.core.names import clean_line
from cop.core.policy import Actor
from cop.members.models import Community, User
from cop.members.policies import why_cannot_administer
from cop.members.second_step import has_second_step
from cop.members.selectors import is_in_others_company
from cop.members.services import (
    change_by_support,
    create_community,
    lock_person,
    take_second_step,
)


class SupportSite(admin.AdminSite):
    """Opens to administrators who are signed in by code; it has no passwords to ask for."""

    site_header = _("Practice Circle: support")
    site_title = _("Support")
    index_title = _("Support desk")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def get_urls(self) -> list[Any]:
        """Without the door from an object to a page elsewhere: nothing here has one."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """There is one page to sign out on."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Nobody has a password."""
        raise Http404

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Nobody has a password."""
        raise Http404


support_site = SupportSite(name="admin")
support_site.login = secure_admin_login(support_site.login)  # type: ignore[method-assign]


class SupportAdmin(admin.ModelAdmin):
    """An administrator runs the installation: being staff is the whole right, here alone."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return support_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return support_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return support_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """No log beside the record of acts, which holds no content."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """There is no history here, so its page is the object's own."""
        return self.changeform_view(request, object_id, extra_context=extra_context)


class PersonForm(forms.ModelForm):
    take_second_step = forms.BooleanField(
        required=False,
        label=_("Take away the second step"),
        help_text=_(
            "For somebody who has lost their device and the recovery codes. Make sure by another "
            "way than mail that it is they who ask. They are signed out everywhere and told by "
            "mail; it is on record."
        ),
    )

    class Meta:
        model = User
        fields = ["email", "is_active", "is_staff"]
        field_classes = {"email": AddressField}

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if address != self.initial["email"]:
            lock_person(self.instance)  # as below
            if is_in_others_company(self.instance):
                raise ValidationError(_("The community they are in corrects their address."))
        return address

    def clean_is_staff(self) -> bool:
        wanted = bool(self.cleaned_data["is_staff"])
        lock_person(self.instance)  # nobody appoints them meanwhile
        reason = why_cannot_administer(self.instance) if wanted else ""
        if reason:
            raise ValidationError(reason)
        return wanted


@admin.register(User, site=support_site)
class PersonAdmin(SupportAdmin):
    """Accounts by their address: what people are called belongs to their communities."""

    form = PersonForm
    list_display = ["email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email"]
    ordering = ["email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Whose name no heading or message of the desk says either."""
        return cast("QuerySet[User]", super().get_queryset(request).annotate(name_here=Value("")))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Who sets an address signs in with it, and has what its owner has there.

        Support mends the one of whoever never signed in and is nowhere yet; a community's own
        people correct the others.
        """
        is_theirs = obj is not None and (obj.has_signed_in or is_in_others_company(obj))
        return ["email"] if is_theirs else []

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Taking the second step away is offered where there is one that is somebody else's."""
        offered = obj is not None and obj != request.user and has_second_step(obj)
        return [*PersonForm.Meta.fields, *(["take_second_step"] if offered else [])]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """All that was changed is on record."""
        by = cast(User, request.user)
        fields = [name for name in form.changed_data if name in PersonForm.Meta.fields]
        obj.save(update_fields=fields)
        if form.cleaned_data.get("take_second_step"):
            take_second_step(by=by, person=obj)
            get_adapter().send_notification_mail("mfa/email/taken_away", obj)
        change_by_support(
            by=by,
            person=obj,
            before=form.initial.get("email", obj.email),
            fields=fields,
        )


class NewCommunityForm(forms.ModelForm):
    """A community begins with a name, its words and somebody who can go on: its first co-chair."""

    co_chair_email = AddressField(
        label=_("E-mail address of the first co-chair"),
        help_text=_("They get a mail that says how to sign in, and appoint everybody else."),
    )

    class Meta:
        model = Community
        fields = ["slug", "name", "term_set"]
        help_texts = {
            "name": _("As people call it; its co-chairs can change it."),
            "slug": _(
                "Its part of every address, like “northern” in /in/c/northern/. Letters, digits "
                "and hyphens. It cannot be changed later."
            ),
            "term_set": _(
                "The words for its two caucuses, as its people use them. Ask them: the words "
                "cannot be exchanged later."
            ),
        }

    def clean_name(self) -> str:
        """A name that shows something."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Enter a name."))
        return name


@admin.register(Community, site=support_site)
class CommunityAdmin(SupportAdmin):
    list_display = ["slug", "name"]
    search_fields = ["slug", "name"]
    ordering = ["slug"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever runs the installation lets communities begin; what they do is theirs."""
        return support_site.has_permission(request)

    def get_fields(self, request: HttpRequest, obj: Community | None = None) -> list[Any]:
        """At the beginning also its words, which nobody changes later, and who goes on with it."""
        return ["slug", "name"] if obj else ["name", "slug", "term_set", "co_chair_email"]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Community | None = None
    ) -> dict[str, Any]:
        """Its part of every address is proposed from its name, and may be typed instead."""
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Community | None = None) -> list[str]:
        """Its part of every address stays what it was."""
        return ["slug"] if obj else []

    def get_form(
        self, request: HttpRequest, obj: Community | None = None, change: bool = False, **more: Any
    ) -> Any:
        """Beginning asks for more than changing."""
        if obj is None:
            more["form"] = NewCommunityForm
        return super().get_form(request, obj, change, **more)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """No log beside the record of acts, which holds no content."""

    def save_model(self, request: HttpRequest, obj: Community, form: Any, change: bool) -> None:
        """A name changed by support is in the community's record, like every change."""
        if not change:
            said = form.cleaned_data
            made = create_community(
                slug=said["slug"],
                name=said["name"],
                terms=said["term_set"],
                co_chair_email=said["co_chair_email"],
            )
            obj.pk, obj.audit_key = made.pk, made.audit_key
            return
        super().save_model(request, obj, form, change)
        administrator = Actor(community=obj, person=cast(User, request.user))
        record(actor=administrator, verb="change", target=obj, fields=form.changed_data)
