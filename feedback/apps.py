from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class FeedbackConfig(AppConfig):
    name = "feedback"
    label = "feedback"

    def ready(self) -> None:
        # Models must be loaded first.
        from cop.core import registry  # noqa: PLC0415
        from feedback import holdings, live_pieces, panels, receivers  # noqa: F401, PLC0415
        from feedback.forms.asking import asked_choices  # noqa: PLC0415

        holdings.register()
        live_pieces.register()
        registry.nav_items.append(panels.results_entry)
        registry.nav_items.append(panels.series_entries)
        registry.nav_items.append(panels.reading_entries)
        registry.nav_items.append(panels.certificates_entry)
        registry.health_numbers.append(panels.health_numbers)
        registry.first_page_panels.append(panels.review_panels)
        registry.answers_given.append(panels.answers_given)
        registry.session_panels.append(panels.feedback_panels)
        registry.mail_titles |= {
            "feedback_open": gettext_lazy("Feedback is open"),
            "feedback_reminder": gettext_lazy("Reminder of feedback"),
        }
        registry.questionnaires.append(asked_choices)
        registry.thanks.append(panels.writes_to_who_came)
        registry.mail_kinds |= {
            "feedback_open": registry.Need.NEWS,
            "feedback_reminder": registry.Need.REMINDER,
        }
