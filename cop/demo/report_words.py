"""The words of the fictional year's report: what its authors wrote around the figures."""

SECTIONS = {
    "summary": """\
This was our first year. Colleagues from psychological professions across the north of England met
six times, split into the caucuses they chose for themselves, spoke apart, met in dialogue and said
afterwards, anonymously, how it was.

Three things stand out.

1. **Rooms of our own matter, and the road between them matters more.** Members of the Racially
   Minoritised Caucus describe rest and being believed; members of the White Caucus describe
   discomfort that they learned to stay with. Both say that the dialogue changed them.
2. **One topic with time to reflect works better than two.** People said so after the first two
   sessions, the format changed from the third, and nobody has asked to go back.
3. **What was promised was not always kept.** {{ see section.share_backs }} lists what was asked
   and what became of it.

What we recommend stands in {{ see section.recommendations }}; what these figures cannot say stands
in {{ see section.limitations }}, and we ask you to read both together.
""",
    "introduction": """\
{{ members.total }} colleagues from eight organisations belong to this community of practice. We
came together because talking about racism in mixed rooms had left some of us tired and others
untouched.

A community of practice is a group of people who share a concern and learn how to do better as they
meet regularly [@wenger1998]. Ours is concerned with racism in psychological services: in who is
referred and who is believed, in supervision and in letters, in pay and in who is asked to do the
work of change.

## Whom this report is for

For our members first. Then for the leaders of our organisations, who gave us two hours every other
month and should know what came of them; and for other communities that think of beginning.

## How to read it

Figures come from the register and from anonymous feedback, and each says of how many. Where few
people answered, a figure is withheld, and the report says so in words. Quotes are printed as they
were written, except inside square brackets.
""",
    "context": """\
Staff from racially minoritised backgrounds in health services are more likely than their white
colleagues to enter formal disciplinary processes and less likely to be appointed from a shortlist,
year after year. Members knew these figures before they joined; several said that knowing them had
changed nothing they could see from where they worked.

During the year two of the organisations we come from were merged, a national review of training
posts was announced, and several teams lost vacancies that had been promised. Time for anything
beyond clinical work became harder to defend. We mention it because it is the ground on which
attendance stands: people wrote to us that they wished to come and could not be spared.

It is also the ground on which courage stands. In one of our sessions a member said that it is hard
to speak of racism to the person who decides on your contract, and the room was quiet for a while.
""",
    "approach": """\
## Why caucuses

In a caucus people who share a racialised identity talk among themselves, so that nobody has to
explain what the others live with, and nobody learns at somebody else’s expense. The approach has
been argued for and argued against. What persuaded us is simple: when the rooms are mixed from the
first minute, the comfort of white people tends to set the pace [@diangelo2011].

People choose their space themselves, afresh each time, and are never asked why. Somebody who wishes
to be in none of the caucuses reflects alone; somebody who belongs in more than one chooses one for
the day, and may change it quietly.

## What happens in two hours

We open with our purpose and ground rules. The caucuses talk, and each decides what it wants to tell
the other: at most two themes, in its own words. In the dialogue we listen to both. Then we part
again, to reflect on what we heard, and close together. Feedback is given inside the session, so
that answering costs nobody their evening.

## How we know what we know

Comments were read by an evaluator who is no member of the community, and by a second reviewer. They
removed what could point at a person. The evaluator then developed themes in a reflexive thematic
analysis [@braun2006; @braun2022]: themes are made by somebody who reads with care and says from
where they read. They do not lie in the data waiting to be found.[^coders]

[^coders]: For that reason the report prints no measure of agreement between readers. Two people who
    agree can be wrong together, and two who differ can each have seen something.
""",
    "setting_up": """\
The community took a year to prepare. Two co-chairs were appointed, one from each caucus, so that
neither carries it alone. A secretary keeps the register and sees no answers; an evaluator reads
answers and sees no names. The two roles may never be held by one person.

Before the first session members read what caucusing is, the terms of reference and the ground
rules. Several asked for changes, among them that leaving a session is nobody’s business, and that
the support page works without signing in. Both were made.

What it took, in plain terms:

| What | How much |
| --- | --- |
| Preparation by the co-chairs | Half a day for every session |
| Debrief of the facilitators | A quarter of an hour after every session |
| Supervision for each co-chair | One hour every other month |
| Work of the secretary | Some three hours for every session |

None of this was in anybody’s job plan. We come back to it in {{ see recommendation.3 }}.
""",
    "membership": """\
Members join by invitation or by asking, and stay as long as they wish. No organisation sends
anybody. What stands here is counted from the register alone; whom a member sits with is on no
register and appears in no table.
""",
    "sessions": """\
The community proposes topics and the caucus the others answer to has the first call on them. Two of
this year’s topics came from asks that had gone unanswered.
""",
    "attendance": """\
Attendance fell towards the summer and rose again in the autumn. The summer session lay in the
school holidays; we shall not plan one there again.
""",
    "feedback": """\
After each session everyone who came was asked for feedback, with time to answer inside the session.
Answers cannot be traced to a person, not even by those who run the software, and every question can
be skipped.
""",
    "ratings": """\
Two of the seven statements are about burden: there, *low* is the good answer. We add nothing up
into a score, because feeling listened to does not cancel out feeling oppressed.
""",
    "findings": """\
The evaluator read what people wrote about what they had learned and what they would do. The themes
stand in four sections: one for each caucus, one for what both said about action, and one for the
work between the caucuses. {{ see figure.theme_map }} shows how they hang together.
""",
    "share_backs": """\
A share-back is what a caucus agrees to tell the other. Anyone in the space may strike a point, and
a caucus may share nothing. What follows was released by the caucuses themselves.
""",
    "discussion": """\
Two stories could be told about this year. In the first, people came, felt better, and came again.
In the second, promises were made and some were not kept, and those to whom they were made noticed.
Both are true, and we do not want to tell the one without the other.

## Rest is an outcome

It is tempting to measure a community like ours by what changes elsewhere. Members of the Racially
Minoritised Caucus tell us not to be in a hurry: a room in which nothing needs translating is itself
a change, for some the first in years. A programme that took that room away because nothing else had
moved yet would have understood little.

## Discomfort is not the aim

White members describe discomfort, then learning to stay with it. The literature warns that this can
become its own reward [@diangelo2011], and one comment says it better than we could: learning had
been treated as if it were doing. What counts is on the list in {{ see section.share_backs }}, with
a date beside it.

## What the dialogue does

Neither caucus could have done this alone. Themes in both sections lean on the hour in which each
hears the other. We had feared that hour most when we planned the year.
""",
}

REFERENCES = """\
@book{wenger1998,
  author = {Wenger, Etienne},
  title = {Communities of practice: Learning, meaning, and identity},
  publisher = {Cambridge University Press},
  year = {1998}
}

@article{braun2006,
  author = {Braun, Virginia and Clarke, Victoria},
  title = {Using thematic analysis in psychology},
  journal = {Qualitative Research in Psychology},
  volume = {3},
  number = {2},
  pages = {77--101},
  year = {2006},
  doi = {10.1191/1478088706qp063oa}
}

@book{braun2022,
  author = {Braun, Virginia and Clarke, Victoria},
  title = {Thematic analysis: A practical guide},
  publisher = {SAGE},
  year = {2022}
}

@article{diangelo2011,
  author = {DiAngelo, Robin},
  title = {White fragility},
  journal = {International Journal of Critical Pedagogy},
  volume = {3},
  number = {3},
  pages = {54--70},
  year = {2011}
}
"""

RECOMMENDATIONS = (
    (
        "Keep one topic a session, and protect the time for reflection",
        "The change was asked for and it worked. It holds for the second year.",
        "Co-chairs",
    ),
    (
        "Bring every open ask to the next session, with a role and a date beside it",
        "What is open is read out before anything new is asked.",
        "Facilitators of the White Caucus",
    ),
    (
        "Put this work into job plans",
        (
            "Half a day for each session for whoever chairs, facilitates or keeps the register, "
            "and two hours for whoever comes."
        ),
        "Heads of psychological services",
    ),
    (
        "Plan no session in the summer holidays",
        "And publish the dates six months ahead.",
        "Secretary",
    ),
    (
        "Say what became of complaints",
        (
            "Each organisation tells the community once a year how many complaints about racism it "
            "had, and what was done."
        ),
        "Workforce leads",
    ),
)

REFLECTIONS = (
    (
        "tom.m02@example.org",
        "Tom, co-chair",
        (
            "I thought that my job was to have the right words. Most of what I did well this year "
            "was to wait.\n\nTwice I rescued somebody from a silence that was doing its work, and "
            "both times somebody told me afterwards. I am grateful to them."
        ),
    ),
    (
        "bilal.m03@example.org",
        "Bilal, secretary",
        (
            "I know who came and never what they said. At the beginning I found that a strange way "
            "to know people. By the autumn I found it restful, and I think they did too."
        ),
    ),
)
