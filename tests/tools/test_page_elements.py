"""Which elements of a template are taken out, which tests are asked, and when enough was noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tools.elements import elements
from tools.page_elements import PROJECT, Found, enough, own_tests, report, templates

PAGE = """{% load i18n %}{# <h2>an idea</h2> #}
<h1>{{ order.number }}</h1><a href="{% url "order" order.number %}"{% if on %} aria-current="page"{% endif %}>{% translate "상세" %}</a>
<dl><dt>{% translate "배송비" %}</dt><dd><strong>{{ order.fee|won }}</strong></dd></dl>
<table><thead><tr><th scope="col">{% translate "수량" %}</th></tr></thead>
<tr><td data-label="{{ label }}">{% blocktranslate with n=line.quantity %}{{ n }}개{% endblocktranslate %}</td></tr></table>
<form>{{ form.memo.as_field_group }}<select name="carrier">{% for c in carriers %}<option>{{ c }}</option>{% endfor %}</select>
<input name="number" value="{{ form.number.value }}"><button type="submit">{% translate "배송시작" %}</button></form>
{% include "parts/_line.html" %}<p>{{ note }}</p>
"""


def test_every_element_that_a_person_must_find_is_one() -> None:
    assert [(one.kind, one.text) for one in elements(PAGE)] == [
        ("heading", "<h1>{{ order.number }}</h1>"),
        ("value", "{{ order.number }}"),
        (
            "link",
            '<a href="{% url "order" order.number %}"{% if on %} aria-current="page"{% endif %}>{% translate "상세" %}</a>',
        ),
        ("label", '<dt>{% translate "배송비" %}</dt>'),
        ("value", "{{ order.fee|won }}"),
        ("label", '<th scope="col">{% translate "수량" %}</th>'),
        ("value", "{% blocktranslate with n=line.quantity %}{{ n }}개{% endblocktranslate %}"),
        ("field", "{{ form.memo.as_field_group }}"),
        ("field", '<select name="carrier">{% for c in carriers %}<option>{{ c }}</option>{% endfor %}</select>'),
        ("field", '<input name="number" value="{{ form.number.value }}">'),
        ("button", '<button type="submit">{% translate "배송시작" %}</button>'),
        ("part", '{% include "parts/_line.html" %}'),
    ]


def test_taking_one_out_leaves_the_rest() -> None:
    part = elements(PAGE)[-1]
    assert part.taken_out_of(PAGE) == PAGE.replace('{% include "parts/_line.html" %}', "")
    assert part.line == 8


def test_a_template_is_held_by_the_tests_of_its_room_or_of_the_nearest_above(tmp_path: Path) -> None:
    for folder in ("src/minishop/mall/storefront", "tests/mall/storefront", "tests/sandbox"):
        (tmp_path / folder).mkdir(parents=True)
    source = tmp_path / "src" / "minishop"
    assert own_tests(source / "mall/storefront/templates/storefront/cart/cart.html", tmp_path) == ("tests/mall/storefront",)
    assert own_tests(source / "sandbox/templates/sandbox/pg/payments.html", tmp_path) == ("tests/sandbox",)
    assert own_tests(source / "mall/storefront/cart/templates/cart.html", tmp_path) == ("tests/mall/storefront",)


def test_templates_are_chosen_by_a_part_of_their_path(tmp_path: Path) -> None:
    for name in ("mall/a/templates/a/one.html", "mall/b/templates/b/two.html", "mall/b/other.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in templates([], tmp_path)] == ["one.html", "two.html"]
    assert [path.name for path in templates(["b/two"], tmp_path)] == ["two.html"]


@pytest.mark.parametrize(("unnoticed", "is_enough"), [(5, True), (6, False)])
def test_nineteen_of_twenty_are_enough(unnoticed: int, is_enough: bool) -> None:
    found = [Found("a.html", 60, ("line 1",) * unnoticed, rendered=True), Found("b.html", 40, (), rendered=True)]
    assert enough(found) is is_enough
    assert report(found).endswith(f"{100 - unnoticed} of 100 removals noticed: {100 - unnoticed}.0% (at least 95%)")


def test_a_test_that_fails_as_it_stands_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text("def test_a_page():\n    assert 'Basket' == 'Cart'\n")
    command = [sys.executable, "-m", "pytest", str(tmp_path), "-p", "tools.removal", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, "--remove-from=x", "--removed-to=y"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert "test_a_page" in done.stdout
    assert "assert 'Basket' == 'Cart'" in done.stdout
