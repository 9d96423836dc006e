"""The product form: what a seller enters, and the draft it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.uploads import FilesField, FilesInput, upload_attributes
from minishop.chassis.ui.versions import ChangingForm, Difference
from minishop.kernel.won import Won
from minishop.mall.backoffice.products.option_text import (
    MAX_NAME,
    select_options_of,
    text_of_selects,
    text_of_texts,
    text_options_of,
)
from minishop.mall.backoffice.products.variants import VariantRow
from minishop.mall.catalog.domain.description import with_addresses
from minishop.mall.catalog.domain.draft import ProductDraft, Quantity, TextOption
from minishop.mall.catalog.domain.options import BadOptions, Choices, SelectOption, all_choices
from minishop.mall.catalog.domain.texts import DETAILS, GUIDES, LIMITS, PAGES
from minishop.mall.catalog.labels import TEXT_LABELS
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.queries import select_options, sources_of, texts_of
from minishop.mall.shipping.domain.fee import Kind

_FEE_KINDS = [
    (Kind.GENERAL.value, _("일반 – 상점 배송비 적용")),
    (Kind.FREE.value, _("배송비 무료 상품")),
    (Kind.FIXED.value, _("수량에 관계없이 개별 배송비")),
    (Kind.GROWING.value, _("수량에 따라 배송비 증가")),
]
_OPTION_PROBLEMS = {
    "no_values": _("옵션 %(option)s에 값이 없습니다. 예: 색상: 노랑, 파랑"),
    "no_name": _("옵션 이름이 없습니다. 예: 색상: 노랑, 파랑"),
    "twice": _("같은 옵션이나 값이 두 번 있습니다. %(option)s"),
    "too_many": _("조합이 너무 많습니다. 최대 %(limit)s개입니다."),
}
_DIRECT = (
    *LIMITS, "displayed", "for_sale", "adult", "recommended", "min_quantity", "max_quantity", "fee_kind", "fee_block",
)  # fmt: skip
_PICTURES = "image/jpeg,image/png,image/webp,image/gif"


class _Piece(forms.CharField):
    """A short piece of a page."""

    widget = forms.Textarea(attrs={"rows": 3})


class ProductForm(ChangingForm):
    """상품 등록·수정. The details (상품 정보) are fields made from their declaration."""

    name = OneLine(label=_("상품명"), max_length=LIMITS["name"])
    price = forms.IntegerField(
        label=_("판매가"),
        min_value=0,
        max_value=10_000_000_000,
        help_text=_("원 단위로 적어 주세요. 0원 상품은 살 수 없고 지식쇼핑에 나가지 않습니다."),
    )
    list_price = forms.IntegerField(label=_("소비자가"), min_value=0, max_value=10_000_000_000, required=False)
    price_text = OneLine(
        label=_("판매가 대체문구"),
        max_length=LIMITS["price_text"],
        required=False,
        help_text=_("적으면 가격 대신 이 문구가 보이고 살 수 없습니다."),
    )
    displayed = forms.BooleanField(label=_("진열함"), required=False, initial=True)
    for_sale = forms.BooleanField(label=_("판매함"), required=False, initial=True)
    adult = forms.BooleanField(
        label=_("성인 상품"),
        required=False,
        help_text=_("미니샵에는 성인인증이 없어서, 성인 상품은 저장해 두어도 진열되지 않습니다."),
    )
    recommended = forms.BooleanField(label=_("추천 상품"), required=False)
    categories = forms.TypedMultipleChoiceField(
        label=_("상품 분류"), required=False, coerce=int, empty_value=[], widget=forms.CheckboxSelectMultiple
    )
    options = forms.CharField(
        label=_("선택 옵션"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("한 줄에 하나씩. 예: 색상: 노랑, 파랑. 값에 쉼표가 있으면 | 로 나눕니다."),
    )
    text_options = forms.CharField(
        label=_("입력 옵션"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("구매자가 직접 적는 항목. 한 줄에 하나씩. 예: 각인 문구 (선택, 20자)"),
    )
    stock = forms.IntegerField(
        label=_("재고"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_(
            "비워 두면 재고를 세지 않습니다. 옵션이 있으면 품목마다 이 수량으로 시작하고, 저장한 뒤 품목별로 고칠 수 있습니다."
        ),
    )
    stock_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)
    min_quantity = forms.IntegerField(label=_("최소 주문수량"), min_value=1, max_value=999, initial=1)
    max_quantity = forms.IntegerField(label=_("최대 주문수량"), min_value=1, max_value=999, required=False)
    fee_kind = forms.ChoiceField(label=_("배송비"), choices=_FEE_KINDS, initial=Kind.GENERAL.value)
    fee_amount = forms.IntegerField(label=_("개별 배송비"), min_value=0, max_value=1_000_000, required=False)
    fee_block = forms.IntegerField(
        label=_("몇 개마다"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("수량에 따라 증가할 때만. 예: 4개마다 2,500원"),
    )
    summary = OneLine(label=_("요약 설명"), max_length=LIMITS["summary"], required=False)
    description = forms.CharField(
        label=_("상세 설명"),
        max_length=LIMITS["description"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "HTML을 쓸 수 있습니다. 다른 곳의 그림과 유튜브·비메오·네이버TV 영상도 됩니다. 스크립트처럼 뺀 것은 저장할 때 알려 드립니다."
        ),
    )
    description_pictures = FilesField(
        label=_("사진 넣기"),
        required=False,
        widget=FilesInput(attrs={"accept": _PICTURES}),
        help_text=_("상세 설명에 들어갈 사진. 저장하면 설명 끝에 들어갑니다. JPEG·PNG·WebP·GIF, 여러 장을 고를 수 있습니다."),
    )
    search_words = OneLine(label=_("검색어"), max_length=LIMITS["search_words"], required=False)
    pictures = FilesField(
        label=_("사진"), required=False, widget=FilesInput(attrs={"accept": _PICTURES}),
        help_text=_("JPEG·PNG·WebP·GIF, 가로세로 300픽셀 이상. 여러 장을 고를 수 있습니다. 사진이 없는 상품은 지식쇼핑에서 찾을 수 없습니다."),
    )  # fmt: skip

    unversioned = ("stock", "stock_shown")  # a row's, and compared there

    def __init__(
        self,
        *args: Any,
        categories: list[Category],
        present: Product | None = None,
        rows: Sequence[VariantRow] = (),
        **kwargs: Any,
    ) -> None:
        """``rows``: those of ``present``, with what was entered."""
        super().__init__(*args, **kwargs)
        for text in (*GUIDES, *DETAILS):
            kind: type[forms.CharField] = _Piece if text.html else OneLine
            self.fields[text.name] = kind(label=TEXT_LABELS[text.name], max_length=text.limit, required=text.required)
        self.initial = initial_of(present) if present else {}
        self.fields["pictures"].widget.attrs |= upload_attributes("/office/", photos=True)
        self.fields["description_pictures"].widget.attrs |= upload_attributes("/office/")
        self._present, self._rows = present, rows
        self.bad_files: set[str] = set()
        self._sources = sources_of(present) if present else {}
        if rows and not rows[0].choices:
            self._show_stock(rows[0])
        self.fields["categories"].choices = [(one.id, one.name) for one in categories]  # type: ignore[attr-defined]

    def refuse_file(self, field: str, name: str, problem: str) -> None:
        """Says of a file by its name why it cannot be taken; it is not kept with the others."""
        self.bad_files.add(name)
        self.add_error(field, f"{name}: {problem}")

    def details(self) -> list[forms.BoundField]:
        """The fields of 상품 정보, in their order."""
        return [self[detail.name] for detail in DETAILS]

    def guides(self) -> list[forms.BoundField]:
        """The fields of 구매 안내, in their order."""
        return [self[guide.name] for guide in GUIDES]

    def comparable(self, name: str, value: str) -> str:
        """A text as its pictures were named before they were here: that they came meanwhile is nobody's edit."""
        return with_addresses(value, self._sources) if name in PAGES else value

    def more_differences(self) -> Iterable[Difference]:
        """Those of the rows."""
        return [one for row in self._rows if row.is_valid for one in row.differences()]

    def _show_stock(self, row: VariantRow) -> None:
        self.initial = {**self.initial, "stock": row.quantity_text, "stock_shown": row.quantity_shown}
        if self.is_bound:
            self.data = self.with_data(stock=[row.quantity_text], stock_shown=[row.quantity_shown])

    def clean_options(self) -> tuple[SelectOption, ...]:
        if self._present and self._is_as_shown("options"):
            return tuple(select_options(self._present))
        selects = select_options_of(self.cleaned_data["options"])
        if any(len(option.name) > MAX_NAME for option in selects):
            raise ValidationError(_("옵션 이름은 60자까지 쓸 수 있습니다."), code="long_option_name")
        try:
            all_choices(selects)
        except BadOptions as error:
            facts = {"option": "", **error.facts}
            raise ValidationError(_OPTION_PROBLEMS[str(facts["problem"])], code="bad_options", params=facts) from None
        return selects

    def clean_text_options(self) -> tuple[TextOption, ...]:
        if self._present and self._is_as_shown("text_options"):
            return tuple(texts_of(self._present))
        texts = text_options_of(self.cleaned_data["text_options"])
        if any(len(option.name) > MAX_NAME for option in texts):
            raise ValidationError(_("옵션 이름은 60자까지 쓸 수 있습니다."), code="long_option_name")
        names = [option.name for option in (*texts, *self.cleaned_data.get("options", ()))]
        if len(set(names)) < len(names):
            raise ValidationError(_("같은 이름의 옵션이 두 번 있습니다."), code="option_twice")
        return texts

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("max_quantity") and given["max_quantity"] < (given.get("min_quantity") or 1):
            self.add_error("max_quantity", ValidationError(_("최소 주문수량보다 작을 수 없습니다."), code="below_minimum"))
        if given.get("fee_kind") in (Kind.FIXED.value, Kind.GROWING.value) and not given.get("fee_amount"):
            self.add_error("fee_amount", ValidationError(_("개별 배송비를 적어 주세요."), code="fee_missing"))
        return given

    def draft(self, code: str, surcharges: Mapping[Choices, Won] | None = None) -> ProductDraft:
        """What the form says of the product of a code."""
        given = self.cleaned_data
        amounts = {name: Won(given[name] or 0) for name in ("price", "list_price", "fee_amount")}
        values = {**{name: given[name] for name in _DIRECT}, **amounts, "fee_block": given["fee_block"] or 1}
        return ProductDraft(
            code,
            values,
            given["options"],
            given["text_options"],
            surcharges,
            category_ids=tuple(self._in_order(given["categories"])),
            quantity=self._start(),
        )

    def _start(self) -> Quantity | None:
        """What the variants that are made now start with; what is there already is changed by its rows."""
        given = self.cleaned_data
        begins = self._present is None or given["options"]
        return Quantity(given["stock"]) if begins and given["stock"] != given["stock_shown"] else None

    def _in_order(self, chosen: list[int]) -> list[int]:
        """Categories a product was already in keep their order: the first one gives the breadcrumb."""
        before = _category_ids(self._present) if self._present else []
        return [*(one for one in before if one in chosen), *(one for one in chosen if one not in before)]

    def _is_as_shown(self, name: str) -> bool:
        """Lines nobody touched are not read again, since options from a file may not fit into lines."""
        return str(self.cleaned_data[name]).split() == str(self.initial[name]).split()


def initial_of(product: Product) -> dict[str, Any]:
    """The form's first state for a product, except for its stock."""
    return {
        **{name: getattr(product, name) for name in _DIRECT},
        "price": int(product.price),
        **{name: int(getattr(product, name)) or None for name in ("list_price", "fee_amount")},
        "categories": _category_ids(product),
        "options": text_of_selects(select_options(product)),
        "text_options": text_of_texts(texts_of(product)),
    }


def _category_ids(product: Product) -> list[int]:
    return [placement.category_id for placement in product.placements.all()]
