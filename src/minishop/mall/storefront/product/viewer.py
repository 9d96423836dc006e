"""A product's pictures as its page shows them, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.mall.catalog.models import Product
from minishop.mall.catalog.pictures import LARGE, SMALL, picture_path


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the viewer (R80): its number from 1, both sizes, and the numbers beside it, round and round."""

    number: int
    large: str
    small: str
    previous: int
    following: int


def viewer(product: Product) -> list[Picture]:
    """The product's pictures in order."""
    images = list(product.images.all())
    last = len(images)
    return [
        Picture(number, picture_path(image, LARGE), picture_path(image, SMALL), number - 1 or last, number % last + 1)
        for number, image in enumerate(images, start=1)
    ]
