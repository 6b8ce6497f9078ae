"""Formats made one's own, without JavaScript, and the run sheet."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cop.audit.models import Entry
from sessions_app.enums import SegmentKind
from sessions_app.formats import FORMATS, Part, without_dialogue
from sessions_app.models import OwnFormat, Session
from tests.pages import parse, select, texts
from tests.people import build_cast, sign_in
from tests.sessions_app.plans import scheduled, typed_parts
from tests.sessions_app.test_formats import own

HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


def url(name: str, key: str = "", slug: str = "northern") -> str:
    return reverse(f"sessions_app:format_{name}", args=[slug, *([key] if key else [])])


def typed(source: str = "working_group", **changes: Any) -> dict[str, str]:
    chosen = FORMATS[source]
    answers = {
        "name": "Our hour",
        "summary": "Short.",
        "advice": "Open a window.",
        "grouping": chosen.grouping,
        "topics": "1",
        "questionnaire": "none",
        "step": "save",
    }
    return answers | typed_parts(chosen) | changes


def problems(response: Any) -> list[str]:
    return texts(select(parse(response.content), ".govuk-error-summary li"))


class TestList:
    def test_each_format_says_how_people_sit_what_helps_and_when_each_part_is(self, cast, as_):
        own(cast, name="Our <b>hour</b>", questionnaire="WEBINAR-1")
        page = parse(as_("tom").get(url("list")).content)
        names = texts(select(page, "h3"))
        assert names == ["Our <b>hour</b>", *(str(one.name) for one in FORMATS.values())]
        words = texts(select(page, ".circle-agenda__item"))
        assert "All together · 90 minutes · 1 topic" in words[0]
        assert "(WEBINAR-1)" in words[0]
        assert "In caucuses · 120 minutes" in words[1]
        assert "1pm – 1:10pm" in words[1]
        assert "2:52pm – 3pm" not in words[1]  # the close takes twelve
        assert "2:48pm – 3pm" in words[1]
        assert "several on a day" in next(one for one in words if one.startswith("Peer super"))

    def test_it_is_found_from_the_sessions_and_while_planning(self, cast, as_):
        sessions = as_("tom").get(reverse("sessions_app:session_list", args=["northern"]))
        planning = as_("tom").get(reverse("sessions_app:session_schedule", args=["northern"]))
        for page in (sessions, planning):
            assert select(parse(page.content), f'main a[href="{url("list")}"]')
        rosas = as_("rosa").get(reverse("sessions_app:session_list", args=["northern"]))
        assert url("list") not in rosas.content.decode()

    @pytest.mark.parametrize("number", [1, 10])
    def test_queries(self, cast, as_, django_assert_num_queries, number):
        for one in range(number):
            own(cast, name=f"Ours {one}")
        browser = as_("tom")
        with django_assert_num_queries(7):
            page = browser.get(url("list")).content.decode()
        assert page.count("Ours ") >= number


class TestOwn:
    def test_copied_changed_and_deleted(self, cast, as_):
        browser = as_("tom")
        start = parse(browser.get(url("copy", "working_group")).content)
        assert select(start, "#id_name")[0].get("value") == "Working group, our way"
        browser.post(url("copy", "working_group"), typed(questionnaire="PPN-1"))
        made = OwnFormat.objects.get()
        key = f"own-{made.pk}"
        assert (made.copied_from, made.questionnaire) == ("working_group", "PPN-1")
        shown = parse(browser.get(url("change", key)).content)
        assert select(shown, "[name=questionnaire][checked]")[0].get("value") == "PPN-1"
        browser.post(url("change", key), typed(name="Renamed"))
        made.refresh_from_db()
        assert (made.name, made.questionnaire) == ("Renamed", "")
        session = scheduled(cast, format=key, parts=FORMATS["working_group"].parts, topics=())
        assert b"Delete this format?" in browser.get(url("delete", key)).content
        assert OwnFormat.objects.exists()
        browser.post(url("delete", key))
        assert not OwnFormat.objects.exists()
        session = Session.objects.get(pk=session.pk)
        assert (session.format_name, session.minutes) == ("Renamed", 60)
        assert session.segments.count() == len(FORMATS["working_group"].parts)

    def test_saving_what_was_read_changes_nothing(self, cast, as_):
        """Browsers send lines with other ends than those they were given."""
        made = own(cast, advice="One\nTwo", parts=(Part("plenary", "All", 60, "Ask\nListen"),))
        page = parse(as_("tom").get(url("change", f"own-{made.pk}")).content)
        sent = {}
        for field in select(page, "main input, main textarea"):
            if field.get("type") != "radio" or field.get("checked") is not None:
                value = field.get("value") if field.tag == "input" else field.text_content()
                sent[field.get("name")] = (value or "").strip("\n").replace("\n", "\r\n")
        kind = select(page, "main select option[selected]")[0].get("value")
        entries = Entry.objects.count()
        sent |= {"part_0-kind": kind, "step": "save"}
        assert as_("tom").post(url("change", f"own-{made.pk}"), sent).status_code == 302
        assert Entry.objects.count() == entries

    @pytest.mark.parametrize("step", [{"arrange": "remove:1"}, {"step": "times"}])
    def test_nothing_typed_is_lost_on_the_way(self, cast, as_, step):
        words = {"name": "", "advice": "Half a tho", "grouping": "pairs", "topics": "2"}
        sent = typed(**words) | {"part_0-title": "Hello", "part_0-minutes": "ma"}
        sent.pop("step")
        page = parse(as_("tom").post(url("copy", "working_group"), sent | step).content)
        assert not select(page, ".govuk-error-summary")  # judged when it is saved
        assert not OwnFormat.objects.exists()
        assert select(page, "#id_advice")[0].text_content().strip() == "Half a tho"
        assert select(page, "[name=grouping][checked]")[0].get("value") == "pairs"
        assert select(page, "[name=topics][checked]")[0].get("value") == "2"
        assert select(page, "[name=part_0-title]")[0].get("value") == "Hello"
        assert select(page, "[name=part_0-minutes]")[0].get("value") == "ma"
        was = [str(part.title) for part in FORMATS["working_group"].parts][1:]
        left = [one.get("value") for one in select(page, "[name^=part_][name$=-title]")]
        assert left == ["Hello", *(was[1:] if "arrange" in step else was)]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": ""}, "Enter a name."),
            ({"name": "Webinar"}, "There is a format of this name already"),
            ({"name": "x" * 81}, "at most 80"),
            ({"grouping": "queue"}, "Select a valid choice"),
            ({"topics": "3"}, "Select a valid choice"),
            ({"questionnaire": "../ppn-1"}, "Select a valid choice"),
            ({"part_1-minutes": "many"}, "Part 2: enter the minutes as a number."),
            ({"part_1-kind": "caucus"}, "Only a session in caucuses"),
            ({"part_1-minutes": "241"}, "240"),
            ({"parts": "0"}, "A session needs at least one part."),
        ],
    )
    def test_bad_input_is_said_and_stores_nothing(self, cast, as_, changes, said):
        page = as_("tom").post(url("copy", "working_group"), typed(**changes))
        assert any(said in one for one in problems(page)), problems(page)
        assert not OwnFormat.objects.exists()

    def test_hostile_words_are_words(self, cast, as_):
        words = {"name": HOSTILE, "summary": HOSTILE, "advice": HOSTILE, "part_0-prompt": HOSTILE}
        words |= {"part_0-title": HOSTILE, "part_0-materials": HOSTILE}
        assert as_("tom").post(url("copy", "webinar"), typed("webinar", **words)).status_code == 302
        key = f"own-{OwnFormat.objects.get().pk}"
        for name in ("change", "copy", "delete", "list"):
            html = as_("tom").get(url(name, "" if name == "list" else key)).content.decode()
            assert "<script>alert" not in html
            assert "{{ 7|add:7 }}" in html

    def test_another_communitys_is_not_there(self, cast, as_):
        made = own(cast)
        elsewhere = build_cast("harbour", "Harbour Circle", "example.net")
        browser = Client()
        sign_in(browser, elsewhere.tom)
        for name in ("copy", "change", "delete"):
            there = url(name, f"own-{made.pk}", "harbour")
            assert browser.get(there).status_code == 404
            assert browser.post(there, typed()).status_code == 404
        for key in ("webinar", "own-", "own-²", "own-99999999999999999999", "x"):
            assert as_("tom").get(f"/in/c/northern/formats/{key}/change/").status_code == 404


class TestRunSheet:
    def sheet(self, cast, as_, name="tom", **plan):
        session = scheduled(cast, **plan)
        return as_(name).get(
            reverse("sessions_app:session_run_sheet", args=["northern", session.pk])
        )

    def test_it_says_what_happens_when_and_what_is_needed(self, cast, as_):
        page = parse(self.sheet(cast, as_).content)
        plan = texts(select(page, "table"))[0]
        for words in ("1pm – 1:10pm", "We hear the purpose", "Materials: Purpose", "3pm – 3:15pm"):
            assert words in plan
        assert "(after the session)" in plan
        assert "Set up a separate meeting" in texts(select(page, ".govuk-inset-text"))[0]
        assert select(page, 'a[href="/in/c/northern/documents/opening/"]')

    def test_the_other_plan_keeps_the_times_and_carries_nothing_across(self, cast, as_):
        page = parse(self.sheet(cast, as_).content)
        plan, other = select(page, "table")
        times = [texts(select(table, "td:first-child")) for table in (plan, other)]
        assert times[0] == times[1]
        words = " ".join(texts(select(other, "tbody"))).lower()
        for never in ("dialogue", "share", "heard", "caucus"):
            assert never not in words

    def test_it_is_the_same_whoever_came(self, cast, as_):
        """R9: having the other plan says nothing; it is made from the format alone."""
        for chosen in FORMATS.values():
            dialogue = any(part.kind == SegmentKind.INTER_CAUCUS for part in chosen.parts)
            other = without_dialogue(chosen.parts)
            assert bool(other) == dialogue
            assert [one.minutes for one in other] in ([], [one.minutes for one in chosen.parts])
            assert all(part.kind != SegmentKind.INTER_CAUCUS for part in other)

    def test_without_caucuses_there_is_one_plan(self, cast, as_):
        chosen = FORMATS["webinar"]
        page = self.sheet(cast, as_, format="webinar", parts=chosen.parts, topics=())
        assert len(select(parse(page.content), "table")) == 1
        assert "caucus" not in texts(select(parse(page.content), "main"))[0].lower()

    def test_needs_are_for_who_facilitates_and_stay_off_paper(self, cast, as_):
        tells = parse(self.sheet(cast, as_, is_in_person=True).content)
        assert select(tells, ".circle-off-paper #needs")
        assert not select(parse(self.sheet(cast, as_, "amara").content), "#needs")

    def test_hostile_words_are_words(self, cast, as_):
        parts = (Part("plenary", HOSTILE, 60, HOSTILE, HOSTILE),)
        html = self.sheet(cast, as_, parts=parts).content.decode()
        assert "<script>alert" not in html
        assert html.count("{{ 7|add:7 }}") == 3
