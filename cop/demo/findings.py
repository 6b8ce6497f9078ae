"""The findings of the fictional year: sections, themes and the words chosen for them."""

from dataclasses import dataclass, field

RM, W = "racially_minoritised", "white"


@dataclass(frozen=True)
class ThemeWords:
    """A theme, and the comments it quotes: the words, and what is put into brackets."""

    title: str
    central_idea: str
    boundaries: str
    narrative: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class SectionWords:
    title: str
    caucus: str
    narrative: str
    themes: tuple[ThemeWords, ...] = field(default=())


SECTIONS = (
    SectionWords(
        "Racially Minoritised Caucus",
        RM,
        "Members write short sentences. Several would stand alone on a wall. What they share is a "
        "change of weight: something that had been carried alone is put down, looked at, and taken "
        "up again by more than one person.",
        (
            ThemeWords(
                "Being believed",
                "What was doubted elsewhere is taken as given here.",
                "Not the same as being agreed with: members say that they need not be unanimous.",
                "Belief comes before anything that is done with it. Members describe it in the "
                "body first, and only then as a thought. What falls away is the labour of proof.",
                (
                    "I am not imagining it.",
                    "Being believed changes my posture.",
                    "We do not have to be unanimous.",
                ),
            ),
            ThemeWords(
                "Rest as part of the work",
                "Putting something down, for a while and in company, is not a break from the work.",
                "Rest that is taken in the caucus and because of it; not time off in general.",
                "Rest is spoken of as something with a purpose. Two comments set it beside the "
                "work in so many words; others count what a day costs. Nobody calls it a reward.",
                (
                    "Rest is part of the work.",
                    "I can leave some of it here.",
                    "How much of my day goes on translating myself.",
                    "The work is lighter when it is shared out.",
                ),
            ),
            ThemeWords(
                "Anger that is allowed to be ordinary",
                "Anger can be said in a calm voice, and on a working day.",
                "Includes anger at services; leaves out anger about the format of the sessions.",
                "Members do not ask for permission to be furious. They ask for anger to be one of "
                "the things that a professional may have on a weekday.",
                (
                    "That anger can be said calmly and still be anger.",
                    "I am allowed to be angry on a Tuesday and clinical on a Wednesday.",
                ),
            ),
        ),
    ),
    SectionWords(
        "White Caucus",
        W,
        "Comments circle around the wish to be good, and the moment at which it gets in the way. "
        "They are more often questions than answers, and they are harder on their writers than a "
        "facilitator would be.",
        (
            ThemeWords(
                "Wanting to be good",
                "The wish to be seen as good takes up room that belongs to somebody else.",
                "About how one wishes to be seen; what one then does stands under another theme.",
                "The wish is noticed as it happens. Attention moves to other teams, to the right "
                "words, to the next question, and members catch themselves in the act.",
                (
                    "That my wish to be seen as one of the good ones takes up a lot of space.",
                    "I noticed how quickly we moved to talking about other people's teams.",
                    "Do less performing, ask fewer questions, finish the actions.",
                ),
            ),
            ThemeWords(
                "Staying with discomfort",
                "Discomfort says something, and it passes more slowly than one would like.",
                "Discomfort that is stayed with; comments that only name it are left out.",
                "Members describe a skill that is trained in minutes. None of them claims to have "
                "it for good.",
                (
                    "I can hear criticism without it being about me, for about four minutes.",
                    "My discomfort is information.",
                    "Naming whiteness out loud is less frightening than I had made it.",
                ),
            ),
            ThemeWords(
                "Learning taken for doing",
                "To have understood something is not to have changed anything.",
                "The insight itself; commitments that followed stand under the next section.",
                "This is the sharpest turn of the year: what the caucus had come for, learning, is "
                "put in question by those who learned.",
                (
                    "I have been treating learning as doing.",
                    "That apology is a verb.",
                    "That silence is not neutral.",
                ),
            ),
        ),
    ),
    SectionWords(
        "What people will do",
        "",
        "Asked what they would do next, both caucuses write about the same places: panels, "
        "meetings, complaints, records. They stand at different ends of them.",
        (
            ThemeWords(
                "Saying it where it counts",
                "Bringing it to the meeting in which something is decided.",
                "Acts that others will see; resolutions about oneself are left out.",
                "The verbs differ. One caucus brings, asks and tells what it has long known; the "
                "other asks for figures that it could have asked for before.",
                (
                    "Bring the asks to our governance meeting and report back.",
                    "Raise the interview panels at our next leadership meeting.",
                    "I have asked for the ethnicity data on our disciplinary cases.",
                    "I will stop editing my complaints before I send them.",
                    "Tell [somebody senior] what the job costs me.",
                ),
            ),
            ThemeWords(
                "Taking something down",
                "Some of what is to be done is to stop.",
                "Things that end; new projects belong elsewhere.",
                "A pledge comes down from a wall; a colleague is no longer asked to speak for "
                "everybody; a member says no. Stopping costs little money and some standing.",
                (
                    "Take the pledge down from the wall until we have done it.",
                    "Stop asking the same colleague to speak for everybody.",
                    "I have said no to being on the [next] diversity group.",
                    "Rest, then carry on.",
                ),
            ),
        ),
    ),
    SectionWords(
        "Between the caucuses",
        "",
        "These themes need both voices. Neither caucus could have written them alone.",
        (
            ThemeWords(
                "Trust that grows with dates",
                "Trust follows what was kept, and a date makes keeping visible.",
                "Trust between the caucuses; trust within one stands in its own section.",
                "A date is mentioned by both. For one caucus it makes being asked about something "
                "less of a threat; for the other it is what trust rests on.",
                (
                    "I trust this more than I did in the summer.",
                    "Accountability feels less like a threat when it has a date.",
                    "The phrase about good intentions needing a diary has stayed with me.",
                ),
            ),
            ThemeWords(
                "Hearing what had long been known",
                "In the dialogue one caucus hears in minutes what the other has known for years.",
                "What is heard across; what is learned inside a caucus stands there.",
                "The distance between the rooms is measured in time: ten minutes against ten "
                "years. Listening is described as something that one can fail at while quiet.",
                (
                    (
                        "The other caucus named in ten minutes what our trust has not named in ten "
                        "years."
                    ),
                    "Listening is not the same as waiting to agree.",
                    "Coming back is a decision.",
                ),
            ),
        ),
    ),
)

# From, to, kind, words: the numbered lines of the thematic map.
RELATIONS = (
    ("Being believed", "Anger that is allowed to be ordinary", "supports", "Belief makes room"),
    (
        "Wanting to be good",
        "Staying with discomfort",
        "tension",
        "Each pushes the other out of the way",
    ),
    (
        "Learning taken for doing",
        "Saying it where it counts",
        "leads_to",
        "The insight turns into a place and a day",
    ),
    (
        "Rest as part of the work",
        "Taking something down",
        "supports",
        "What one stops doing can be put down",
    ),
    (
        "Hearing what had long been known",
        "Trust that grows with dates",
        "leads_to",
        "What was heard is answered with a date",
    ),
)
