from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "minishop.mall.channel"
    label = "mall_channel"

    def ready(self) -> None:
        from minishop.mall.channel.services import claim_messages, sending
        from minishop.mall.claims import ports as claims
        from minishop.mall.orders.ports import HUB

        HUB.fill(sending)
        claims.HUB.fill(claim_messages)
