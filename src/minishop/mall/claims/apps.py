from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "minishop.mall.claims"
    label = "mall_claims"
