"""Formats without caucuses: all together, in a closed group, side by side, or in pairs."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from sessions_app.enums import Grouping, SegmentKind
from sessions_app.formats.caucused import CLOSE, DEBRIEF, FEEDBACK, WELCOME
from sessions_app.formats.parts import NONE, WEBINAR, Format, Part

SPEAKER = Format(
    key="webinar",
    name=_("Webinar"),
    summary=_("Somebody speaks, everybody listens, and there is time for questions."),
    grouping=Grouping.TOGETHER,
    questionnaire=WEBINAR,
    advice=_(
        "Ask the speaker beforehand what they need, and pay them. One facilitator listens for the "
        "speaker, another reads what people write. Let questions come in writing as well as "
        "aloud, read them out yourself, and keep what would hurt for the debrief."
    ),
    parts=(
        WELCOME,
        Part(
            SegmentKind.PLENARY,
            _("The speaker"),
            35,
            prompt=_("Listen; what you would like to ask can be written down meanwhile."),
            materials=_("Slides, captions"),
        ),
        Part(
            SegmentKind.PLENARY,
            _("Questions and conversation"),
            25,
            prompt=_("First what moved us, then what we want to ask."),
        ),
        FEEDBACK,
        CLOSE,
        DEBRIEF,
    ),
)
WORKSHOP = Format(
    key="workshop",
    name=_("Workshop: appreciative inquiry"),
    summary=_("Five stages, from what we want to look at to what each of us will do."),
    grouping=Grouping.TOGETHER,
    questionnaire=NONE,
    advice=_(
        "Appreciative inquiry asks what already works and how there could be more of it. It does "
        "not mean that harm goes unnamed: begin with what is so, and let nobody be asked to be "
        "grateful. Ask at the end how it was, or copy this format and choose a questionnaire."
    ),
    parts=(
        WELCOME,
        Part(
            SegmentKind.PLENARY,
            _("Define: what do we look at?"),
            15,
            prompt=_("Say in one sentence what we want more of, in words all of us can stand by."),
        ),
        Part(
            SegmentKind.GROUPS,
            _("Discover: when was it at its best?"),
            40,
            prompt=_(
                "In threes: tell of a time when we came near to it. What made it possible, and "
                "who did the work?"
            ),
            materials=_("One sheet for each group"),
        ),
        Part(
            SegmentKind.GROUPS,
            _("Dream: what could be?"),
            30,
            prompt=_("It is three years from now and it is so. What do we see, hear and feel?"),
            materials=_("Large paper and pens, or a shared board"),
        ),
        Part(SegmentKind.BREAK, _("Break"), 15),
        Part(
            SegmentKind.GROUPS,
            _("Design: what should be?"),
            35,
            prompt=_("What must be in place for it: rules, money, time, people, habits?"),
        ),
        Part(
            SegmentKind.PLENARY,
            _("Destiny: what will be"),
            23,
            prompt=_("What do I do, by when, and who will ask me how it went?"),
            materials=_("A list of who does what by when"),
        ),
        CLOSE,
        DEBRIEF,
    ),
)
REFLECTIVE_GROUP = Format(
    key="reflective_group",
    name=_("Reflective group"),
    summary=_("A closed group: the same few people each time, and what they bring."),
    grouping=Grouping.CLOSED_GROUP,
    questionnaire=NONE,
    advice=_(
        "Agree at the first meeting who belongs, for how long, and how somebody joins or leaves. "
        "Tell only those people how to join. A group this small is not asked for anonymous "
        "feedback, since nobody in it could stay unknown; ask one another instead."
    ),
    parts=(
        WELCOME,
        Part(
            SegmentKind.PLENARY,
            _("Arriving"),
            10,
            prompt=_("How is each of us today? Passing is fine."),
        ),
        Part(
            SegmentKind.PLENARY,
            _("Somebody tells"),
            15,
            prompt=_("One person brings something from their work; the others listen."),
        ),
        Part(
            SegmentKind.PLENARY,
            _("Reflecting together"),
            33,
            prompt=_("What do we hear, in it and in ourselves? No advice unless it is asked for."),
        ),
        Part(
            SegmentKind.PLENARY,
            _("What stays"),
            10,
            prompt=_("The person who told has the last word on it."),
        ),
        CLOSE,
        DEBRIEF,
    ),
)
PEER_SUPERVISION = Format(
    key="peer_supervision",
    name=_("Peer supervision"),
    summary=_("Many small groups side by side, all with the same timetable."),
    grouping=Grouping.PARALLEL,
    questionnaire=NONE,
    advice=_(
        "Groups of five to eight, each with a host who has read this timetable. Give each group a "
        "meeting of its own, owned by its host. Leave out whatever could show who a patient or a "
        "colleague is. Hosts debrief together. Groups that meet at times of their own are sessions "
        "of their own: plan a year on dates you choose, several on a day if you like, all from "
        "this format."
    ),
    parts=(
        WELCOME,
        Part(
            SegmentKind.GROUPS,
            _("In the groups: arriving"),
            10,
            prompt=_("Names, and what each of us hopes for. Who would like to bring something?"),
        ),
        Part(
            SegmentKind.GROUPS,
            _("First situation"),
            25,
            prompt=_("Five minutes to tell, then questions, then what others notice about race."),
        ),
        Part(
            SegmentKind.GROUPS,
            _("Second situation"),
            25,
            prompt=_("The same again with somebody else."),
        ),
        Part(
            SegmentKind.GROUPS,
            _("What we learned"),
            8,
            prompt=_("One sentence that may leave the group, if all agree."),
        ),
        CLOSE,
        DEBRIEF,
    ),
)
MENTORING = Format(
    key="mentoring_pairs",
    name=_("Mentoring pairs"),
    summary=_("Pairs meet, then all come together for support."),
    grouping=Grouping.PAIRS,
    questionnaire=NONE,
    advice=_(
        "In reverse mentoring the mentor gives, often at a cost: pay or free their time, and never "
        "pair people who assess one another. What is said in a pair stays there. In the support "
        "session mentors and mentees may want rooms of their own."
    ),
    parts=(
        WELCOME,
        Part(
            SegmentKind.GROUPS,
            _("Pairs meet"),
            45,
            prompt=_("What happened since last time? What would be good to look at today?"),
        ),
        Part(SegmentKind.BREAK, _("Break"), 5),
        Part(
            SegmentKind.PLENARY,
            _("Support session"),
            25,
            prompt=_("How is the mentoring for us? Speak of yourself, not of your pair."),
        ),
        replace(CLOSE, minutes=5, prompt=_("When the pairs meet next, and where support is.")),
        DEBRIEF,
    ),
)
WORKING_GROUP = Format(
    key="working_group",
    name=_("Working group"),
    summary=_("A short meeting that ends with who does what by when."),
    grouping=Grouping.TOGETHER,
    questionnaire=NONE,
    advice=_(
        "Send the papers a week before. Look first at what was promised last time, and see that "
        "the work does not always fall to the same people."
    ),
    parts=(
        replace(WELCOME, minutes=5),
        Part(
            SegmentKind.PLENARY,
            _("What we said we would do"),
            15,
            prompt=_("Each promise in turn: done, under way, or in need of help."),
            materials=_("The list of actions"),
        ),
        Part(SegmentKind.PLENARY, _("The matter of the day"), 25, materials=_("The papers")),
        Part(
            SegmentKind.PLENARY,
            _("Who does what by when"),
            10,
            prompt=_("Say each action aloud with a name and a date."),
        ),
        replace(CLOSE, minutes=5, prompt=_("What was good, and what do we do differently?")),
        DEBRIEF,
    ),
)
TOGETHER = (
    SPEAKER,
    WORKSHOP,
    REFLECTIVE_GROUP,
    PEER_SUPERVISION,
    MENTORING,
    WORKING_GROUP,
)
