"""What members of the fictional year say about themselves, and what organisations are called."""

from cop.members.models import Community, Organisation, User
from cop.members.selectors import actor_in, system_actor
from cop.members.services import Profile, change_profile, save_organisation

# "Pennine Valley NHS Trust" is on the list as well, from a spreadsheet: the secretary may merge it.
ALIASES = {
    "Pennine Valley NHS Foundation Trust (fictional)": ["Pennine Valley", "PVFT"],
    "Harbour City Mental Health Trust (fictional)": ["Harbour City", "HCMHT"],
}

# Address: pronouns, what they need, whether other members see them.
SAID = {
    "amara.m01": ("she/her", "", True),
    "tom.m02": ("he/him", "", True),
    "priya.m04": ("she/her", "", True),
    "kwame.m06": ("he/him", "Live captions, please. I lip-read in a pinch.", True),
    "hannah.m07": ("", "A break after fifty minutes: I have a back that does not sit.", False),
    "peter.m10": ("they/them", "", True),
    "nadia.m11": ("she/her", "I join from a phone, so please read out what is on the slide.", True),
    "ruth.m12": ("", "", False),
}


def say_about_themselves(community: Community) -> None:
    """Each in their own words: nobody else can."""
    for name, (pronouns, needs, is_listed) in SAID.items():
        actor = actor_in(User.objects.get(email=f"{name}@example.org"), community)
        member = actor.member
        if member is None:
            continue
        profile = Profile(
            name=member.name,
            pronouns=pronouns,
            profession=member.profession,
            organisation=member.organisation.name if member.organisation else "",
            access_needs=needs,
            is_listed=is_listed,
        )
        change_profile(actor=actor, profile=profile)


def name_organisations(community: Community) -> None:
    """The short names people type."""
    for name, aliases in ALIASES.items():
        organisation = Organisation.objects.get(community=community, name=name)
        save_organisation(
            actor=system_actor(community), organisation=organisation, name=name, aliases=aliases
        )
