from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "minishop.mall.stock"
    label = "mall_stock"

    def ready(self) -> None:
        from minishop.mall.catalog.ports import STOCK
        from minishop.mall.stock.services import levels

        STOCK.fill(levels)
