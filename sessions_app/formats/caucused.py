"""Formats in which people split into caucuses."""

from django.utils.translation import gettext_lazy as _

from sessions_app.enums import SegmentKind
from sessions_app.formats.parts import PPN, Format, Part

WELCOME = Part(
    SegmentKind.PLENARY,
    _("Welcome, purpose and ground rules"),
    10,
    prompt=_(
        "We hear the purpose and the ground rules, what confidentiality covers and where it ends. "
        "Say what you need to take part, if you like."
    ),
    materials=_("Purpose and ground rules"),
)
FEEDBACK = Part(
    SegmentKind.FEEDBACK,
    _("Feedback"),
    8,
    prompt=_(
        "A quiet time together. Answer the feedback on your phone now, if you like; every "
        "question can be skipped."
    ),
)
CLOSE = Part(
    SegmentKind.PLENARY,
    _("Close"),
    12,
    prompt=_("One word each, if you like. We hear when we meet next and where to find support."),
)
DEBRIEF = Part(
    SegmentKind.DEBRIEF,
    _("Facilitators’ debrief"),
    15,
    prompt=_("How are we? What do we take with us, what do we leave here, who needs a call?"),
)

OWN_MEETINGS = _(
    "Set up a separate meeting for each caucus, owned by its facilitator. With breakout rooms the "
    "organiser of a Teams meeting can open every room’s chat, files and recordings."
)

ONE_TOPIC = Format(
    key="one_topic",
    name=_("1 topic + reflection"),
    summary=_("Caucuses, inter-caucus dialogue, then caucuses again to reflect on what was heard."),
    advice=OWN_MEETINGS,
    questionnaire=PPN,
    parts=(
        WELCOME,
        Part(
            SegmentKind.CAUCUS,
            _("Caucuses"),
            35,
            prompt=_(
                "What does the topic bring up for us? Towards the end: what, if anything, do we "
                "agree to share with the other caucus? Two themes at most."
            ),
        ),
        Part(
            SegmentKind.INTER_CAUCUS,
            _("Inter-caucus dialogue"),
            30,
            prompt=_(
                "Each caucus says what it agreed to share, and the others listen before they "
                "answer. Speak from what was agreed, not about single people."
            ),
        ),
        Part(
            SegmentKind.CAUCUS,
            _("Caucuses: reflect on what was heard"),
            25,
            prompt=_("What did we hear? What stays with us, and what will we do?"),
        ),
        FEEDBACK,
        CLOSE,
        DEBRIEF,
    ),
)
TWO_TOPICS = Format(
    key="two_topics",
    name=_("2 topics"),
    summary=_("For each topic, caucuses and then inter-caucus dialogue."),
    topics=2,
    advice=_(
        "Two topics leave little time for either: communities that tried both mostly came back to "
        "one topic with time to reflect. Set up a separate meeting for each caucus, owned by its "
        "facilitator; with breakout rooms the organiser of a Teams meeting can open every room’s "
        "chat, files and recordings."
    ),
    questionnaire=PPN,
    parts=(
        WELCOME,
        Part(
            SegmentKind.CAUCUS,
            _("Caucuses: first topic"),
            25,
            prompt=_("What does it bring up for us? What do we agree to share?"),
        ),
        Part(
            SegmentKind.INTER_CAUCUS,
            _("Inter-caucus dialogue: first topic"),
            20,
            prompt=_("Each caucus says what it agreed to share; the others listen first."),
        ),
        Part(
            SegmentKind.CAUCUS,
            _("Caucuses: second topic"),
            25,
            prompt=_("What does it bring up for us? What do we agree to share?"),
        ),
        Part(
            SegmentKind.INTER_CAUCUS,
            _("Inter-caucus dialogue: second topic"),
            20,
            prompt=_("Each caucus says what it agreed to share; the others listen first."),
        ),
        FEEDBACK,
        CLOSE,
        DEBRIEF,
    ),
)
IN_PERSON_DAY = Format(
    key="in_person_day",
    name=_("In-person day"),
    summary=_("A day in one building: caucuses in the morning, dialogue after lunch."),
    advice=_(
        "In a building people see who goes through which door. Say so in the invitation, choose "
        "rooms that are not side by side, have somebody at the entrance who greets everybody, and "
        "keep a quiet room for whoever would rather reflect alone or rest. Check steps, light, "
        "sound and food with what people say they need."
    ),
    questionnaire=PPN,
    parts=(
        Part(
            SegmentKind.BREAK,
            _("Arriving"),
            30,
            prompt=_("Come in and find a seat. Nobody is asked where they belong."),
            materials=_("Tea and coffee, name labels for those who like one, signs to the rooms"),
        ),
        Part(
            SegmentKind.PLENARY,
            WELCOME.title,
            20,
            prompt=WELCOME.prompt,
            materials=WELCOME.materials,
        ),
        Part(
            SegmentKind.PLENARY,
            _("The topic: somebody opens it"),
            40,
            prompt=_("A talk, a film or a story, and what it has to do with our work."),
            materials=_("Screen, microphone, captions"),
        ),
        Part(SegmentKind.BREAK, _("Break"), 20),
        Part(
            SegmentKind.CAUCUS,
            _("Caucuses"),
            60,
            prompt=_(
                "What does the topic bring up for us? Towards the end: what, if anything, do we "
                "agree to share with the other caucus? Two themes at most."
            ),
            materials=_("A room for each caucus, and a quiet one"),
        ),
        Part(SegmentKind.BREAK, _("Lunch"), 60),
        Part(
            SegmentKind.INTER_CAUCUS,
            _("Inter-caucus dialogue"),
            50,
            prompt=_("Each caucus says what it agreed to share; the others listen first."),
            materials=_("Chairs in one circle"),
        ),
        Part(
            SegmentKind.CAUCUS,
            _("Caucuses: reflect on what was heard"),
            40,
            prompt=_("What did we hear? What stays with us, and what will we do?"),
        ),
        Part(SegmentKind.BREAK, _("Break"), 15),
        FEEDBACK,
        Part(
            SegmentKind.PLENARY,
            _("Close"),
            17,
            prompt=_("What each of us takes home, in a word. When we meet next, where support is."),
        ),
        DEBRIEF,
    ),
)
CAUCUSED = (ONE_TOPIC, TWO_TOPICS, IN_PERSON_DAY)
