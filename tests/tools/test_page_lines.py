"""A page becomes lines in the order in which it is met, and a table of lines says what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.page_lines import lacking, lines


@dataclass(frozen=True)
class Answer:
    content: str


PAGE = Answer("""<!doctype html><head><title>unread</title></head><main><h1>주문 <b>1</b></h1><script>var unread</script><!-- unread -->
<p>처음인가요? <a href="/join/">가입 <svg aria-label="밖으로"></svg></a></p><nav aria-label="메뉴">앞<span>뒤</span></nav><img src="a.png" alt="사진 1">
<form method="post" action="/go/"><input type="hidden" name="csrfmiddlewaretoken" value="x"><input type="hidden" name="p" value="1">
<label for="q">수량 <span>(선택)</span></label><input id="q" value="0" aria-invalid="true"><label>회사 <select><option>가</option>
<option selected>나</option></select></label><label>날짜<input value="1"><span role="alert">틀림</span></label>
<label><input type="checkbox" checked>동의</label><textarea aria-label="메모">둘
줄</textarea><button name="t" value="2" disabled>보내기</button><button formaction="/else/">딴 데</button></form>
<button form="far" aria-label="지우기">x</button><form id="far" method="post" action="/far/"></form><details><summary>더</summary>밑</details>
<dl><dt>합계</dt> <dd>1원</dd><dt>배송비</dt><dd><div>2원</div><div>왜</div></dd></dl><table><caption>표</caption><tr><th>가</th><th>나</th></tr>
<tr><td>1</td><td><a href="/2/">2</a></td></tr></table><select aria-label="많음"><option>1<option>2<option>3<option>4<option>5<option>6<option>7</select></main>""")  # noqa: E501
READ = """
    # 주문 1
    처음인가요? [가입 (밖으로) → /join/]
    @ 메뉴
    앞 뒤
    (사진 1)
    {수량 (선택): 0 !}
    {회사: 가 / *나}
    {날짜: 1} 틀림
    {[x] 동의}
    {메모: 둘 줄}
    <보내기 → POST /go/ p=1 t=2, off>
    <딴 데 → POST /else/ p=1>
    <지우기 → POST /far/>
    > 더
    밑
    합계: 1원
    배송비: 2원 왜
    = 표
    가 | 나
    1 | [2 → /2/]
"""


def test_a_page_is_read_line_by_line() -> None:
    assert lines(PAGE)[:-1] == [line.strip() for line in READ.strip().splitlines()]
    assert lines(PAGE)[-1].startswith("{많음: *1")
    assert lines(PAGE)[-1].endswith("… 7}")


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ("# 주문 1\n합계: 1원", []),
        ("# 주문 1\n합계: 2원\n= 표", ["합계: 2원"]),
        ("합계: 1원\n# 주문 1", ["# 주문 1"]),
        ("밑\n밑", ["밑"]),
        ("처음인가요?\n   … [가입 (밖으로) → $where]", []),
    ],
    ids=["그대로", "다른 값", "다른 순서", "두 번", "이어진 줄"],
)
def test_what_a_page_lacks_is_what_it_has_not_or_not_in_that_order(wanted: str, missing: list[str]) -> None:
    assert lacking(PAGE, wanted, where="/join/") == missing
