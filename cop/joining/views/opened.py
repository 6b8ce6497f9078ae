"""Links from mails: looking changes nothing, pressing the button does.

A mail program or a scanner may open a link any number of times. Whoever has a link that does not
work, for whatever reason, reads the same page. The forms post the token in their body, so that no
log of requests ever holds one that still works.
"""

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cop.core.errors import Refused
from cop.joining import limits
from cop.joining.forms import AnswerForm
from cop.joining.models import JoinInvitation, JoinQuestion
from cop.joining.selectors import invitation_for, name_of_inviter, question_for
from cop.joining.services import (
    LinkUnusable,
    accept_invitation,
    answer_question,
    renew_invitation,
)
from cop.members.models import Member, User


@require_safe
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, to what, and one button."""
    invitation = _invitation_behind(request, token)
    if isinstance(invitation, HttpResponse):
        return invitation
    return _show_invitation(request, token, invitation)


@require_POST
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Join, and be signed in as whoever the address belongs to."""
    token = request.POST.get("token", "")
    invitation = _invitation_behind(request, token)
    if isinstance(invitation, HttpResponse):
        return invitation
    try:
        member = accept_invitation(token=token)
    except LinkUnusable:
        return _does_not_work(request, token, invitation)
    except Refused as refused:
        return _show_invitation(request, token, invitation, refused.message)
    return _enter(request, member)


@require_POST
def invitation_renew(request: HttpRequest) -> HttpResponse:
    """A fresh link to the same address, in place of one that is too old."""
    token = request.POST.get("token", "")
    if not limits.may_look_up_link(request):
        return _too_many(request)
    invitation = invitation_for(token)
    if invitation is None:
        limits.note_wrong_link(request)
    elif limits.may_renew(request, invitation.pk):
        renew_invitation(token=token)
    return render(request, "joining/invitation_renewed.html")


@require_safe
def question_open(request: HttpRequest, token: str) -> HttpResponse:
    """What was asked, and a place for the answer."""
    question = _question_behind(request, token)
    if isinstance(question, HttpResponse):
        return question
    return _show_question(request, token, question, AnswerForm())


@require_POST
def question_answer(request: HttpRequest) -> HttpResponse:
    """Keep the answer, once."""
    token = request.POST.get("token", "")
    question = _question_behind(request, token)
    if isinstance(question, HttpResponse):
        return question
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_question(request, token, question, form)
    try:
        answer_question(token=token, answer=form.cleaned_data["answer"])
    except LinkUnusable:
        return _does_not_work(request, token, question)
    return render(request, "joining/question_answered.html", {"question": question})


def _invitation_behind(request: HttpRequest, token: str) -> JoinInvitation | HttpResponse:
    """The invitation, if the link works for who is here; else the page that says so."""
    if not limits.may_look_up_link(request):
        return _too_many(request)
    invitation = invitation_for(token)
    if invitation is None or not invitation.works:
        return _does_not_work(request, token, invitation)
    if _is_somebody_else(request, invitation):
        return _somebody_else(request, token)
    return invitation


def _question_behind(request: HttpRequest, token: str) -> JoinQuestion | HttpResponse:
    """The question, if the link works and nobody has answered; else the page that says so."""
    if not limits.may_look_up_link(request):
        return _too_many(request)
    question = question_for(token)
    if question is None or not _can_be_answered(question):
        return _does_not_work(request, token, question)
    return question


def _can_be_answered(question: JoinQuestion) -> bool:
    return question.is_open and question.request.is_undecided


def _is_somebody_else(request: HttpRequest, invitation: JoinInvitation) -> bool:
    """Whether another person than the invited one is signed in in this browser."""
    if not request.user.is_authenticated:
        return False
    return request.user.email != invitation.email


def _enter(request: HttpRequest, member: Member) -> HttpResponse:
    """Sign the new member in as allauth does, which asks for a second step where there is one."""
    person = cast(User, member.person)
    home = reverse("home:community", args=[member.community.slug])
    said = _("Welcome. You are a member of %s now.") % member.community
    messages.success(request, said)
    if request.user == person:
        return redirect(home)
    # The link proved the address, as a code does.
    record_authentication(request, person, method="code", email=person.email)
    return perform_login(request, person, redirect_url=home, email=person.email)


def _show_invitation(
    request: HttpRequest, token: str, invitation: JoinInvitation, problem: str = ""
) -> HttpResponse:
    context = {
        "token": token,
        "invitation": invitation,
        "community": invitation.community,
        "inviter": name_of_inviter(invitation),
        "problem": problem,
    }
    return render(request, "joining/invitation_open.html", context)


def _show_question(
    request: HttpRequest, token: str, question: JoinQuestion, form: AnswerForm
) -> HttpResponse:
    context = {"token": token, "question": question, "form": form}
    return render(request, "joining/question_open.html", context)


def _somebody_else(request: HttpRequest, token: str) -> HttpResponse:
    back = reverse("joining_open:invitation_open", args=[token])
    return render(request, "joining/invitation_other_account.html", {"back": back})


def _does_not_work(
    request: HttpRequest, token: str, found: JoinInvitation | JoinQuestion | None
) -> HttpResponse:
    """The one page for a link that is unknown, used, withdrawn or too old."""
    if found is None:
        limits.note_wrong_link(request)
    is_old = isinstance(found, JoinInvitation) and found.has_expired
    return render(request, "joining/link_unusable.html", {"token": token if is_old else ""})


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/too_many.html", status=429)
