from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "minishop.mall.catalog"
    label = "mall_catalog"
