"""Reviewed comments, for those who may read them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from feedback.forms import ReplyForm
from feedback.policies import can_reply_to_comments, can_view_comments
from feedback.reviewed import get_comment_to_reply_or_404, released_comments
from feedback.selectors import caucus_names
from feedback.services import reply_to_comment
from feedback.wording import comments_view, numbers_words


@require_safe
def comment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What was released, period by period and question by question."""
    actor = actor_or_404(request, slug)
    require(can_view_comments(actor))
    periods = released_comments(actor.community)
    names = caucus_names(actor.community)
    context = {
        "periods": [
            {
                "dates": one,
                "questions": comments_view(one.questions, names),
                "about_facilitators": comments_view(one.about_facilitators, names),
                "numbers": numbers_words(one.numbers) if one.numbers else [],
            }
            for one in periods
        ],
        "may_reply": can_reply_to_comments(actor),
        "nav_key": "comments",
    }
    return render(request, "feedback/comment_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_reply(request: HttpRequest, slug: str, comment_id: UUID) -> HttpResponse:
    """A facilitator says something to a paraphrase, or leaves it."""
    actor = actor_or_404(request, slug)
    require(can_reply_to_comments(actor))
    comment = get_comment_to_reply_or_404(actor, comment_id)
    form = ReplyForm(request.POST or None, initial={"reply": comment.reply})
    if request.method == "POST" and form.is_valid():
        try:
            reply_to_comment(actor=actor, comment=comment, words=form.cleaned_data["reply"])
            messages.success(request, _("Saved."))
            return redirect("feedback:comment_list", slug=slug)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"comment": comment, "form": form, "nav_key": "comments"}
    return render(request, "feedback/comment_reply.html", context)
