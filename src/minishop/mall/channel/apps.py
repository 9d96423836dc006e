from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "minishop.mall.channel"
    label = "mall_channel"

    def ready(self) -> None:
        from minishop.mall.channel.services import sending
        from minishop.mall.orders.ports import HUB

        HUB.fill(sending)
