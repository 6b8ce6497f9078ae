"""The words a community's public page begins with; its co-chairs make them their own."""

from django.utils.translation import gettext as _

from cop.members.models import Community


def default_headline(community: Community) -> str:
    """Join us, by name."""
    return _("Join %s") % community.name


def default_text() -> str:
    """What we are for, what happens, what caucusing is and why, and for whom. Markdown."""
    return _(
        """We are people who work in different places and meet to do something about racism where we are: in our teams, in our services and in ourselves. We learn together, say what is hard to say elsewhere, and hold each other to what we promise.

## What happens in a session

We meet about four times a year for two hours. A session begins and ends with everybody. In between we divide into smaller groups, called caucuses, talk there about one question, and come back to hear what each caucus wishes to share with the others. Then we part once more, to think about what we heard.

Afterwards everybody is asked how it was. The answers are collected without names.

## What caucusing is, and why we do it

A caucus is a group of people who share an experience of race, as they see it themselves. Apart, those who live with racism need not explain or soften it for others, and those who do not can look at their own part in it without asking anybody to teach or comfort them. Together, we listen across and agree what will change.

**You choose for yourself, each time.** Nobody places you in a caucus, asks you why, or keeps a record of where you went. You may also choose to reflect on your own.

## Who can join

You need no experience of this kind of work. What helps is the will to listen, to be honest, and to come more than once. Taking part is your own choice, and you can leave whenever you like."""  # noqa: E501  one paragraph a line, as people write Markdown
    )
