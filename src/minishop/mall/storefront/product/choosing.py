"""What a product page's form asks for: the product, the option, the texts, the quantity."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from minishop.mall.cart.queries import Choice
from minishop.mall.cart.services import BadQuantity, NotBuyable, OptionSoldOut, TextMissing, choose
from minishop.mall.catalog.domain.options import ChoiceMissing
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.queries import find_product
from minishop.mall.shops.hosts import ShopRequest


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the product page's form could not be taken, in a sentence, and the name of the field it is about."""

    problem: str
    field: str = ""


class Unchosen(Exception):
    """The product page's form could not be taken."""

    def __init__(self, problem: str, field: str = "") -> None:
        super().__init__(problem)
        self.refused = Refused(problem, field)


def product_of(request: ShopRequest) -> Product:
    """The product that a form names; 404 for another shop's or an unknown one."""
    found = find_product(request.shop, request.POST.get("product", ""))
    if found is None or not found.displayed:
        raise Http404
    return found


def choice_of(request: ShopRequest, product: Product) -> Choice:
    """What the product page's form asks for; raises Unchosen with the sentence that says what is missing."""
    chosen = {name.removeprefix("option-"): value for name, value in request.POST.dict().items() if name.startswith("option-")}
    texts = {name.removeprefix("text-"): value for name, value in request.POST.dict().items() if name.startswith("text-")}
    try:
        return choose(shop=request.shop, product=product, chosen=chosen, texts=texts, quantity=request.POST.get("quantity", "1"))
    except ChoiceMissing as error:
        option = error.facts["option"]
        if not option:
            raise Unchosen(_("팔지 않는 조합입니다. 다른 옵션을 골라 주세요.")) from None
        raise Unchosen(_("%(option)s을(를) 골라 주세요.") % error.facts, f"option-{option}") from None
    except TextMissing as error:
        raise Unchosen(
            _("%(option)s을(를) %(limit)s자 안으로 적어 주세요.") % error.facts, f"text-{error.facts['option']}"
        ) from None
    except OptionSoldOut as error:
        raise Unchosen(_("%(option)s은(는) 품절되었습니다.") % error.facts) from None
    except BadQuantity:
        raise Unchosen(_("수량은 1부터 999까지의 숫자입니다."), "quantity") from None
    except NotBuyable:
        raise Unchosen(_("지금은 살 수 없는 상품입니다.")) from None
