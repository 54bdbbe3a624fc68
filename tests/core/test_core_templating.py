"""What a coach may write as a template, and what happens to the values in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.core.markdown import html_to_text, markdown_to_html
from saleor_coaching_plugin.core.templating import (
    MAX_SOURCE_CHARS,
    MAX_TAG_CHARS,
    MAX_TAGS,
    OwnAddress,
    TemplateError,
    TemplateErrorCode,
    markdown_escaped,
    markdown_render,
    template_fields,
    template_loop_fields,
    template_render,
)

VALUES = {"client": {"name": "Sam"}, "parts": [{"n": 1}, {"n": 2}]}


def refusal(source: str, values: object = VALUES) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        template_render(source, values, field="proposal_body")  # type: ignore[arg-type]
    assert caught.value.field == "proposal_body"
    assert caught.value.message
    return caught.value


def test_values_conditions_loops_and_shaping_filters_work() -> None:
    source = (
        "{% if client.name == 'Sam' %}{{ client.name | upcase }}{% else %}?{% endif %}"
        "{% for part in parts %} {{ part.n }}{% unless forloop.last %},{% endunless %}{% endfor %}"
        "{% comment %}never shown{% endcomment %}"
    )
    assert template_render(source, VALUES) == "SAM 1, 2"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ client.nmae }}", "client.nmae"),
        ("{{ nobody.name }}", "nobody"),
        ("{% if client.nmae %}x{% endif %}", "client.nmae"),
        ("{% for part in partz %}x{% endfor %}", "partz"),
        ("{{ client.__class__ }}", "client.__class__"),
    ],
)
def test_an_unknown_field_is_named(source: str, name: str) -> None:
    error = refusal(source)
    assert error.code == TemplateErrorCode.UNKNOWN_MERGE_FIELD
    assert name in error.message


def test_fields_of_a_branch_that_is_never_taken_are_found() -> None:
    source = (
        "{% if false %}{{ a.b }}{% elsif c.d %}"
        "{% else %}{% unless e.f %}{{ g }}{% endunless %}{% endif %}"
    )
    assert template_fields(source) == {"a.b", "c.d", "e.f", "g"}


def test_what_a_loop_variable_is_asked_for_is_found_in_any_branch() -> None:
    source = (
        "{% for p in parts %}{% if p.n == 9 %}{{ p.nope }}{% endif %}{% endfor %}{{ client.name }}"
    )
    assert template_loop_fields(source) == {"p.n", "p.nope"}
    assert template_fields(source) == {"parts", "client.name"}


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% for i in (1..1000000000) reversed %}x{% endfor %}",
        "{% for i in (1..1000000000) offset: 999999990 %}x{% endfor %}",
        "{{ (1..1000000000) | join: 'x' }}",
        "{{ (1..99999999999999999999999) | size }}",
        "{% if true %}{% case 1 %}{% when 1 %}{{ (1..1000000000) | join }}{% endcase %}{% endif %}",
        "{% for p in parts limit: 1 %}{% for i in (1..p.n) %}x{% endfor %}{% endfor %}",
        "{% for a in long %}{% for b in long %}{{ a }}{% endfor %}{% endfor %}",
        "{% for a in wide %}{{ a }}{% endfor %}",
    ],
)
def test_a_template_that_would_run_for_ever_is_refused_at_once(source: str) -> None:
    started = time.monotonic()
    values = VALUES | {"long": list(range(1500)), "wide": ["x" * 10_000] * 1_000}
    assert refusal(source, values).code == TemplateErrorCode.TEMPLATE_LIMIT
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "source",
    [
        "{{ client.name }}" * (MAX_TAGS + 1),
        "{{ '" + "x" * MAX_TAG_CHARS + "' }}",
        "{{" + " " * MAX_TAG_CHARS + "'x' }}",
        "{% if " + "(" * 5_000 + "true" + ")" * 5_000 + " %}x{% endif %}",
    ],
)
def test_too_many_tags_or_too_long_ones_are_refused(source: str) -> None:
    assert refusal(source).code == TemplateErrorCode.TEMPLATE_LIMIT


def test_as_many_and_as_long_tags_as_can_be_are_taken() -> None:
    many = "{{ client.name }}" * MAX_TAGS
    assert template_render(many, VALUES) == "Sam" * MAX_TAGS
    long = "x" * (MAX_TAG_CHARS - 4)
    assert template_render(f"{{{{ '{long}' }}}} }}}}", VALUES) == f"{long} }}}}"


def test_a_huge_source_is_refused_unread() -> None:
    assert refusal("x" * (MAX_SOURCE_CHARS + 1)).code == TemplateErrorCode.TEMPLATE_LIMIT
    assert template_render("x" * MAX_SOURCE_CHARS, {}) == "x" * MAX_SOURCE_CHARS


@pytest.mark.parametrize(
    "source",
    [
        "{% include 'x' %}",
        "{% render 'x' %}",
        "{% extends 'x' %}",
        "{% assign a = 1 %}",
        "{% capture a %}{% endcapture %}",
        "{% increment a %}",
        "{% cycle 'a', 'b' %}",
        "{% tablerow i in parts %}{% endtablerow %}",
        "{% liquid echo 'a' %}",
        "{% macro a %}{% endmacro %}",
        "{{ 'a' | append: 'b' }}",
        "{{ 1 | times: 99 }}",
        "{{ 'a' | date: '%Y' }}",
        "{{ parts | map: 'n' }}",
        "{{ client.name | upcase | append: '!' }}",
        "{{ client.name",
        "{% if %}x{% endif %}",
        "{% for %}x{% endfor %}",
        "{% if true %}" * 200 + "{% endif %}" * 200,
        "{% raw %}{{ client.name }}{% endraw %}",
        "{%-   doc %}x{% enddoc %}",
        "{{ client.name {{ client.name }}",
        "{{ 'a' %}",
    ],
)
def test_other_tags_filters_and_wrong_syntax_are_refused(source: str) -> None:
    assert refusal(source).code == TemplateErrorCode.TEMPLATE_SYNTAX
    with pytest.raises(TemplateError):
        template_fields(source)


@pytest.mark.parametrize(
    "value",
    [
        "# **x** <script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "1. one",
        "- item",
        "> quote",
        "`code`",
        "===",
        "---",
        "| a | b |",
        "![x](https://evil.example/pixel.png)",
        "<https://evil.example>",
        "&lt;b&gt; &copy;",
        "a\\*b",
        "~~~",
        "sam@client.example",
        "Müller-Lüdenscheidt (GmbH & Co. KG) #1",
    ],
)
def test_a_value_is_text_and_never_markdown(value: str) -> None:
    plain = markdown_to_html("Client:\n\nNAME")
    filled = markdown_to_html(markdown_render("Client:\n\n{{ name }}", {"name": value}))
    shown = html_to_text(filled)
    assert shown == f"Client:\n\n{value}\n"
    assert filled.count("<") == plain.count("<")


def test_a_value_below_a_line_cannot_make_that_line_a_heading() -> None:
    for value in ("===", "---", "="):
        html = markdown_to_html("Client:\n" + markdown_escaped(value))
        assert "<h" not in html


@given(st.text(max_size=60))
def test_any_value_is_shown_as_it_is(value: str) -> None:
    html = markdown_to_html(f"x{markdown_escaped(value)}x")
    assert html.startswith("<p>")
    assert html.count("<") == 2


def test_a_filter_in_a_branch_that_is_never_taken_is_refused() -> None:
    with pytest.raises(TemplateError, match="Unknown filter: append"):
        template_fields("{% if false %}{{ 'a' | append: 'b' }}{% endif %}")


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ('{% if plan == "a-b." %}yes{% else %}no{% endif %}', "yes"),
        ('{% case plan %}{% when "a-b." %}yes{% else %}no{% endcase %}', "yes"),
        ("{{ plan | size }}", "4"),
        ("{{ plan }}", r"a\-b\."),
        ("{{ plan | upcase }}", r"A\-B\."),
        ("<{{ home }}>", "<https://a-b.example/>"),
    ],
)
def test_values_are_escaped_where_they_are_written_and_compared_as_they_are(
    source: str, written: str
) -> None:
    values = {"plan": "a-b.", "home": OwnAddress("https://a-b.example/")}
    assert markdown_render(source, values) == written
