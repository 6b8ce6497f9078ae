"""What the fixed sections say, as it holds when the figures are taken: frozen with them."""

from cop.governance.selectors import current_notice, governance_of, support_words
from cop.members.models import Community
from reports.schema import Statements

# Lines of the privacy notice that a reader of the report needs, in this order.
SAID = (
    "controller", "contact", "basis", "condition", "voluntary", "choice", "answers", "comments",
    "thresholds", "rhythm", "style", "complaints",
)  # fmt: skip
KEPT = (
    "membership", "choice", "attendance", "collected", "comments", "reviewed_comments",
    "report_writing", "testimonials",
)  # fmt: skip
OF_CAUCUSES = {"choice", "thresholds"}  # a report without them says nothing of them


def statements_of(community: Community, *, is_caucused: bool = True) -> Statements:
    """The community's stated notice, its ways to find help, and whom to tell."""
    left_out = set() if is_caucused else OF_CAUCUSES
    facts = governance_of(community)
    notice = current_notice(community, facts)
    lines = {line.key: line.text for _key, _heading, some in notice.sections for line in some}
    kept = {row.key: row for row in notice.kept}
    return {
        "data_protection": [lines[key] for key in SAID if key in lines.keys() - left_out],
        "kept": [
            [kept[key].what, kept[key].period] for key in KEPT if key in kept.keys() - left_out
        ],
        "help": [[name, words] for name, words in support_words(facts)],
        "independent": [facts.independent_name, facts.independent_contact],
        "contact": facts.controller_contact,
    }
