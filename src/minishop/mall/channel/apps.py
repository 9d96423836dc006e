from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "minishop.mall.channel"
    label = "mall_channel"
