"""Every kind of field through the form pack: right markup, and nothing a person wrote can run."""

import datetime as dt

import pytest
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Row
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe

from cop.core.forms import (
    RatingSelect,
    SubmitButton,
    TypedDateField,
    TypedTimeField,
    submit_helper,
)
from tests.pages import parse, select, texts

EVIL = "<script>alert('x')</script>"
CHOICES = [("1", f"One {EVIL}"), ("2", "Two")]
SCALE = [("1", f"1 {EVIL}"), ("2", "2"), ("", "No view")]


class EveryKind(forms.Form):
    """A facilitator's questions, written by somebody who means harm."""

    text = forms.CharField(label=f"Text {EVIL}", help_text=f"Hint {EVIL}")
    safe_text = forms.CharField(label=mark_safe(f"Marked safe {EVIL}"))
    area = forms.CharField(label=f"Area {EVIL}", widget=forms.Textarea, max_length=50)
    radio = forms.ChoiceField(label=f"Radio {EVIL}", widget=forms.RadioSelect, choices=CHOICES)
    safe_radio = forms.ChoiceField(
        label="Marked", widget=forms.RadioSelect, choices=[("1", mark_safe(f"Safe {EVIL}"))]
    )
    boxes = forms.MultipleChoiceField(
        label=f"Boxes {EVIL}", widget=forms.CheckboxSelectMultiple, choices=CHOICES
    )
    box = forms.BooleanField(label=f"Box {EVIL}", help_text=f"Hint {EVIL}")
    select = forms.ChoiceField(label=f"Select {EVIL}", choices=CHOICES)
    rating = forms.ChoiceField(
        label=f"Rating {EVIL}", widget=RatingSelect, choices=SCALE, required=False
    )
    date = TypedDateField(label=f"Date {EVIL}", help_text=f"Hint {EVIL}")
    time = TypedTimeField(label=f"Time {EVIL}")
    file = forms.FileField(label=f"File {EVIL}", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    helper = submit_helper(f"Send {EVIL}")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["radio"].option_hints = {"2": f"Hint {EVIL}"}

    def clean(self):
        self.add_error(None, f"Together {EVIL}")
        self.add_error("text", f"Alone {EVIL}")
        self.add_error("text", mark_safe(f"Marked {EVIL}"))


def render(source: str, **context):
    return parse(Template("{% load crispy_forms_tags circle %}" + source).render(Context(context)))


BOUND = {"date_day": '"><script>', "date_month": "2", "date_year": "2027", "secret": '"><script>'}


@pytest.mark.parametrize("source", ["{% crispy form %}", "{{ form|crispy }}"])
@pytest.mark.parametrize("data", [None, BOUND])
def test_no_script_survives_in_any_part_of_any_field(source, data):
    page = render(source, form=EveryKind(data))

    assert select(page, "script") == []
    # The thing that could leak is there, as text.
    assert f"Text {EVIL}" in page.text_content()
    assert f"One {EVIL}" in page.text_content()
    assert f"Hint {EVIL}" in page.text_content()
    assert f"Marked safe {EVIL}" in page.text_content()


def test_errors_are_printed_as_text_in_the_summary_and_at_the_field():
    page = render("{% crispy form %}", form=EveryKind(BOUND))

    summary = select(page, ".govuk-error-summary")[0]
    assert select(page, "script") == []
    for words in (f"Together {EVIL}", f"Alone {EVIL}", f"Marked {EVIL}"):
        assert words in texts(select(summary, "li"))
    assert f"Error: Alone {EVIL}" in texts(select(page, "#id_text_error p"))


def test_every_link_of_the_summary_leads_to_a_control():
    page = render("{% crispy form %}", form=EveryKind({}))

    targets = [a.get("href")[1:] for a in select(page, ".govuk-error-summary a")]
    assert len(targets) == 12  # ten required fields, and two errors more for one of them
    for target in targets:
        (control,) = select(page, f"#{target}")
        assert control.tag in ("input", "select", "textarea")


def test_choices_stand_in_a_fieldset_with_the_question_as_its_legend():
    page = render("{{ form|crispy }}", form=EveryKind())

    for name, size in (("radio", 2), ("boxes", 2), ("rating", 3), ("date", 3)):
        (fieldset,) = [
            found
            for found in select(page, "fieldset")
            if found.xpath(f".//input[starts-with(@name, '{name}')]")
        ]
        assert texts(select(fieldset, "legend"))[0].startswith(name.capitalize())
        assert len(select(fieldset, "input")) == size


def test_each_control_has_a_label_and_names_what_describes_it():
    page = render("{{ form|crispy }}", form=EveryKind(BOUND))

    ids = {element.get("id") for element in page.xpath("//*[@id]")}
    for control in select(page, "input:not([type=hidden]), select, textarea"):
        labelled = control.getparent().tag == "label" or select(
            page, f"label[for={control.get('id')}]"
        )
        assert labelled, control.get("name")
    for element in page.xpath("//*[@aria-describedby]"):
        assert set(element.get("aria-describedby").split()) <= ids
    assert select(page, "#id_text")[0].get("aria-describedby") == "id_text_helptext id_text_error"


def test_ids_are_unique():
    page = render("{% crispy form %}", form=EveryKind(BOUND))

    ids = [element.get("id") for element in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_the_page_prints_the_summary_once_and_says_error_in_its_title():
    source = "<i>{% error_prefix %}</i>{% error_summary %}{% crispy form %}"

    page = render(source, form=EveryKind({}))
    assert len(select(page, ".govuk-error-summary")) == 1
    assert select(page, "form .govuk-error-summary") == []
    assert texts(select(page, "i")) == ["Error:"]

    page = render(source, form=EveryKind())
    assert select(page, ".govuk-error-summary") == []
    assert texts(select(page, "i")) == [""]


def test_form_tag_button_and_file_encoding():
    page = render("{% crispy form %}", form=EveryKind(), csrf_token="abc")

    (form,) = select(page, "form")
    assert form.get("method") == "post"
    assert form.get("enctype") == "multipart/form-data"
    assert form.get("novalidate") is not None
    assert select(form, "input[name=csrfmiddlewaretoken]")
    (button,) = select(form, "button")
    assert button.get("type") == "submit"
    assert button.get("name") is None
    assert button.text_content() == f"Send {EVIL}"


def test_a_chosen_value_stays_chosen_and_nothing_is_chosen_beforehand():
    page = render("{{ form|crispy }}", form=EveryKind())
    assert select(page, "input[checked]") == []

    page = render("{{ form|crispy }}", form=EveryKind({"radio": "2", "boxes": ["1"], "rating": ""}))
    checked = {(found.get("name"), found.get("value")) for found in select(page, "input[checked]")}
    assert checked == {("radio", "2"), ("boxes", "1"), ("rating", "")}


def test_no_view_is_set_apart_from_the_scale():
    page = render("{{ form|crispy }}", form=EveryKind())

    (apart,) = select(page, ".circle-rating__option--apart")
    assert texts([apart]) == ["No view"]


def test_optional_fields_say_so_unless_the_form_does_not_want_it():
    class Note(forms.Form):
        note = forms.CharField(label="Note", required=False)
        agree = forms.BooleanField(label="Agree", required=False)

    page = render("{{ form|crispy }}", form=Note())
    assert texts(select(page, "label")) == ["Note (optional)", "Agree"]

    Note.mark_optional = False
    page = render("{{ form|crispy }}", form=Note())
    assert texts(select(page, "label")) == ["Note", "Agree"]


def test_long_text_counts_its_characters():
    page = render("{{ form|crispy }}", form=EveryKind())

    (group,) = select(page, "[data-module=govuk-character-count]")
    assert group.get("data-maxlength") == "50"
    assert select(group, "textarea.govuk-js-character-count")


def test_layout_objects_are_drawn_and_their_legend_is_text():
    form = EveryKind()
    form.helper = submit_helper("Save")
    form.helper.layout = Layout(
        Fieldset(f"Part {EVIL}", Row("text", "time"), css_id="part"),
        Div("date", HTML("<p>ours</p>")),
        SubmitButton(f"Go {EVIL}"),
    )

    page = render("{% crispy form %}", form=form)

    assert select(page, "script") == []
    assert texts(select(page, "#part > legend")) == [f"Part {EVIL}"]
    assert select(page, ".circle-row #id_text")
    assert texts(select(page, "button")) == [f"Go {EVIL}", "Save"]


def test_a_formset_prints_its_management_form_and_one_summary():
    class Row(forms.Form):
        name = forms.CharField(label="Name")

    rows = forms.formset_factory(Row, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-1-name": "x"}
    )
    for form in rows.forms:
        form.empty_permitted = False

    page = render("{{ form|crispy }}", form=rows)

    assert select(page, "[name=form-TOTAL_FORMS]")
    assert texts(select(page, ".govuk-error-summary li")) == ["Enter: Name"]
    assert select(page, ".govuk-error-summary a")[0].get("href") == "#id_form-0-name"


def test_initial_dates_and_times_come_back_as_typed():
    initial = {"date": dt.date(2027, 3, 28), "time": dt.time(13, 30)}
    page = render("{{ form|crispy }}", form=EveryKind(initial=initial))

    typed = [select(page, f"#id_date_{part}")[0].get("value") for part in ("day", "month", "year")]
    assert typed == ["28", "3", "2027"]
    assert select(page, "#id_time")[0].get("value") == "13:30"
