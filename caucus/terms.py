"""Three ready-made sets of words a community may begin with; afterwards they are its own content.

Words for race belong to the community that uses them, so they are not translated here.
"""

from dataclasses import asdict, dataclass

from cop.members.enums import TermSet


@dataclass(frozen=True)
class Terms:
    """The words for one caucus: the fields of the model of that name."""

    key: str
    name: str
    singular: str
    plural: str
    adjective: str
    definition: str
    is_answered_to: bool = False

    def as_fields(self) -> dict[str, str | bool]:
        return asdict(self)


WHITE = Terms(
    key="white",
    name="White Caucus",
    singular="White Caucus Member",
    plural="White Caucus Members",
    adjective="white",
    definition=(
        "For people who are seen and treated as white, and who look here at what whiteness gives "
        "them, hides from them and asks of them."
    ),
)

# In each set the first caucus is the one the other answers to.
PRESETS: dict[str, tuple[Terms, ...]] = {
    TermSet.RACIALLY_MINORITISED: (
        Terms(
            key="racially_minoritised",
            name="Racially Minoritised Caucus",
            singular="Racially Minoritised Caucus Member",
            plural="Racially Minoritised Caucus Members",
            adjective="racially minoritised",
            definition=(
                "For people whom society makes a minority by race or ethnicity. The word says that "
                "this is done to people; it is not what they are."
            ),
            is_answered_to=True,
        ),
        WHITE,
    ),
    TermSet.GLOBAL_MAJORITY: (
        Terms(
            key="global_majority",
            name="Global Majority Caucus",
            singular="Global Majority Caucus Member",
            plural="Global Majority Caucus Members",
            adjective="global majority",
            definition=(
                "For people with roots in Africa, Asia, Latin America, the Caribbean or among "
                "indigenous peoples: most of the people in the world, and so nobody’s minority."
            ),
            is_answered_to=True,
        ),
        Terms(
            key="non_global_majority",
            name="Non-Global Majority Caucus",
            singular="Non-Global Majority Caucus Member",
            plural="Non-Global Majority Caucus Members",
            adjective="non-global majority",
            definition=(
                "For people who are seen and treated as white, and who look here at the place this "
                "gives them among the people of the world."
            ),
        ),
    ),
    TermSet.BLACK_PEOPLE_OF_COLOUR: (
        Terms(
            key="black_people_of_colour",
            name="Black and People of Colour Caucus",
            singular="Black and People of Colour Caucus Member",
            plural="Black and People of Colour Caucus Members",
            adjective="black and people of colour",
            definition=(
                "For Black people and for everybody else who lives with racism because of colour, "
                "in one space that does not take their experiences for the same."
            ),
            is_answered_to=True,
        ),
        WHITE,
    ),
}
