from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "minishop.mall.staff"
    label = "mall_staff"
