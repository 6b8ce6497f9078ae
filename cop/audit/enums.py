from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """Everything the record can say somebody did. None of them says where anybody was."""

    CREATE = "create", _("made")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")
    ADD = "add", _("added people to")
    OPEN = "open", _("opened")
    CLOSE = "close", _("closed")
    CLOSE_LATE = "close_late", _("closed more than a day late")
    SCHEDULE = "schedule", _("scheduled")
    CANCEL = "cancel", _("cancelled")
    END = "end", _("ended")
    INVITE = "invite", _("invited people to")
    RECORD = "record", _("recorded")
    APPOINT = "appoint", _("appointed somebody to")
    IMPORT = "import", _("imported into")
    READ = "read", _("read")
    EXPORT = "export", _("took a file of")
    DOWNLOAD = "download", _("downloaded")
    FREEZE = "freeze", _("took the figures of")
    PUBLISH = "publish", _("published")
    RENDER = "render", _("asked for the PDF of")
    RETAIN = "retain", _("deleted what was past its period in")
    RELEASE_SHARE_BACK = "release_share_back", _("released a share-back of")
    OFFER_PUBLICATION = "offer_publication", _("offered somebody to be named as facilitator in")
    ACCEPT_PUBLICATION = "accept_publication", _("agreed to be named as facilitator in")
    DECLINE_PUBLICATION = "decline_publication", _("declined to be named as facilitator in")
    END_PUBLICATION = "end_publication", _("ended being named as facilitator in")
    WITHDRAW_PUBLICATION = "withdraw_publication", _("took back an offer to be named in")
    FORGET_PUBLICATIONS = "forget_publications", _("ended names without a role in")
