"""The mails of this room, which say whom to ask where that may stand in a mail."""

from cop.core.errors import Refused
from cop.members.enums import Role
from cop.members.models import Community
from cop.members.selectors import people_holding
from cop.post.services import Letter, check_letter, write_letter


def letter_with_contact(community: Community, *, subject: str, text_template: str) -> Letter:
    """The letter with the addresses of the data protection contacts, as the notice has them.

    Without them where one holds a word that mail may not carry.
    """
    contacts = people_holding(community, Role.DATA_PROTECTION_CONTACT)
    addresses = ", ".join(person.email for person in contacts)
    letter = write_letter(
        subject=subject, text_template=text_template, context={"contacts": addresses}
    )
    try:
        check_letter(community_id=community.pk, letter=letter)
    except Refused:
        return write_letter(subject=subject, text_template=text_template, context={})
    return letter
