"""Parts of a template for one audience: the other's rendering has nothing of them in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.templating import (
    MAX_TAGS,
    TemplateError,
    TemplateErrorCode,
    markdown_render,
    template_fields,
    template_loop_fields,
    template_parts,
    template_render,
)

PAYER, PARTICIPANT = Audience.PAYER, Audience.PARTICIPANT
VALUES = {"client": {"name": "Sam"}, "plan": "b", "parts": [{"n": 1}, {"n": 2}]}
SECRET = "S3CRET"


@pytest.mark.parametrize(
    ("source", "payers", "participants"),
    [
        ("a{% payer %}b{% endpayer %}c", "abc", "ac"),
        ("a{% participant %}b{% endparticipant %}c", "ac", "abc"),
        ("{% payer %}a{% endpayer %}{% participant %}b{% endparticipant %}", "a", "b"),
        ("a {%- payer -%} b {%- endpayer -%} c", "abc", "ac"),
        ("a\n{%- payer %}\nb\n{%- endpayer %}\nc", "a\nb\nc", "a\nc"),
        ("{%payer%}a{%endpayer%}b", "ab", "b"),
        ("{% payer %}{% payer %}a{% endpayer %}b{% endpayer %}c", "abc", "c"),
        ("{% payer %}a{% participant %}b{% endparticipant %}c{% endpayer %}d", "acd", "d"),
        ("{% participant %}a{% payer %}b{% endpayer %}c{% endparticipant %}d", "d", "acd"),
        ("{% if true %}{% payer %}a{% endpayer %}b{% endif %}", "ab", "b"),
        ("{% if false %}x{% else %}{% payer %}a{% endpayer %}b{% endif %}", "ab", "b"),
        ("{% unless false %}{% payer %}a{% endpayer %}b{% endunless %}", "ab", "b"),
        ("{% for p in parts %}{% payer %}{{ p.n }}{% endpayer %}.{% endfor %}", "1.2.", ".."),
        (
            "{% case plan %}{% when 'a' %}x{% when 'b' %}{% payer %}a{% endpayer %}b{% endcase %}",
            *("ab", "b"),
        ),
        ("{% payer %}{% if true %}a{% else %}b{% endif %}{% endpayer %}c", "ac", "c"),
        ("{% payer %}{% comment %}{% endpayer %}{% endcomment %}a{% endpayer %}c", "ac", "c"),
        ("{% comment %}{% payer %}{% endcomment %}a", "a", "a"),
        ("{% comment %}{% endpayer %}{% payer %}{% endcomment %}a", "a", "a"),
        ("{% payer %}{% # endpayer %}a{% endpayer %}b", "ab", "b"),
        ("{% payer %}{{ '{% endpayer %}' }}a{% endpayer %}b", None, None),
        ("{% payer %}}} %} a{% endpayer %}b", "}} %} ab", "b"),
        ("{% payer %}{% for p in parts %}{% endfor %}{% endpayer %}{{ plan }}", "b", "b"),
    ],
)
def test_each_audience_reads_what_is_for_it(
    source: str, payers: str | None, participants: str | None
) -> None:
    for audience, read in ((PAYER, payers), (PARTICIPANT, participants)):
        for render in (template_render, markdown_render):
            if read is None:
                with pytest.raises(TemplateError):
                    render(source, VALUES, audience=audience)
            else:
                assert render(source, VALUES, audience=audience) == read


def test_who_is_not_named_reads_as_the_payer() -> None:
    assert template_render("{% payer %}a{% endpayer %}b", {}) == "ab"
    assert template_fields("{% payer %}{{ a.b }}{% endpayer %}") == {"a.b"}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    "source",
    [
        "{% payer %}a",
        "a{% endpayer %}",
        "{% payer %}a{% endparticipant %}",
        "{% payer %}a{% end %}",
        "{% payer %}{% if true %}a{% endpayer %}{% endif %}",
        "{% if true %}{% payer %}a{% endif %}{% endpayer %}",
        "{% for p in parts %}{% payer %}{% endfor %}a{% endpayer %}",
        "{% payer %}{% participant %}a{% endpayer %}b{% endparticipant %}",
        "{% payer %}{% comment %}{% endpayer %}a",
        "{% payer %}{% raw %}{% endpayer %}{% endraw %}a{% endpayer %}",
        "{% payer %}{% assign a = 'x' %}{% endpayer %}{{ a }}",
        "{% payer %}{% capture a %}x{% endcapture %}{% endpayer %}{{ a }}",
        "{% payer %}{% increment a %}{% endpayer %}",
        "{% payer x %}a{% endpayer %}",
        "{% payer if true %}a{% endpayer %}",
        "{% Payer %}a{% EndPayer %}",
        "{% payers %}a{% endpayers %}",
        "{% payer %}a{{ b {% endpayer %}",
        "{{ payer }}a{% endpayer %}",
    ],
)
def test_what_is_not_closed_as_it_was_opened_is_nobodys(source: str, audience: Audience) -> None:
    with pytest.raises(TemplateError) as caught:
        template_render(source, VALUES, audience=audience)
    assert caught.value.code == TemplateErrorCode.TEMPLATE_SYNTAX
    with pytest.raises(TemplateError):
        template_parts(source, audience=audience)


@pytest.mark.parametrize(
    "inside",
    [
        "{{ fee.total }}",
        "{% if fee.total == '1' %}x{% endif %}",
        "{% for p in fee.instalments %}{{ p.amount }}{% endfor %}",
        "{% case fee.total %}{% when fee.currency %}x{% endcase %}",
        "{% participant %}{{ fee.total }}{% endparticipant %}",
        "{{ client.name | default: fee.total }}",
        "{{ 'S3CRET' }}",
        "{{ (1..100000) | join: 'S3CRET' }}",
        "{{ 'a' | append: 'b' }}",
    ],
)
def test_what_is_left_out_is_neither_filled_in_nor_looked_up(inside: str) -> None:
    source = "a{% payer %}" + inside + "{% endpayer %}b"
    assert template_render(source, {}, audience=PARTICIPANT) == "ab"
    assert template_fields(source, audience=PARTICIPANT) == frozenset()
    assert template_loop_fields(source, audience=PARTICIPANT) == frozenset()
    assert template_parts(source, audience=PARTICIPANT) == ("a", "b")


def test_a_text_is_limited_in_tags_whoever_reads_it() -> None:
    source = "{% payer %}{% endpayer %}" * (MAX_TAGS // 2 + 1)
    for audience in Audience:
        with pytest.raises(TemplateError) as caught:
            template_render(source, {}, audience=audience)
        assert caught.value.code == TemplateErrorCode.TEMPLATE_LIMIT
    assert template_render(source[: 25 * (MAX_TAGS // 2)], {}, audience=PARTICIPANT) == ""


_PIECES = (
    *("{% payer %}", "{% endpayer %}", "{%- payer -%}", "{%- endpayer -%}"),
    *("{% participant %}", "{% endparticipant %}", "{% if true %}", "{% else %}", "{% endif %}"),
    *("{% comment %}", "{% endcomment %}", "{% # x %}", "{% case 1 %}", "{% when 1 %}"),
    *("{% endcase %}", "{% for p in parts %}", "{% endfor %}", "{{", "}}", "{%", "%}", " ", "x"),
)


@given(
    st.lists(st.sampled_from(_PIECES), max_size=8), st.lists(st.sampled_from(_PIECES), max_size=8)
)
def test_however_tags_are_mixed_a_payers_part_stays_out(
    before: list[str], inside: list[str]
) -> None:
    """Whatever parses has the secret in the payer's rendering alone, or in nobody's."""
    balanced = f"{{% payer %}}{SECRET}{{% endpayer %}}"
    source = "".join(before) + balanced + "".join(inside)
    try:
        read = template_render(source, VALUES, audience=PARTICIPANT)
    except TemplateError:
        return
    assert SECRET not in read
    assert SECRET not in str(template_parts(source, audience=PARTICIPANT))
