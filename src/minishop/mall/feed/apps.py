from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "minishop.mall.feed"
    label = "mall_feed"
