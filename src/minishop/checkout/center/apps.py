from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "minishop.checkout.center"
    label = "checkout_center"

    def ready(self) -> None:
        from minishop.chassis.jobs.labels import name_tasks
        from minishop.checkout.center.labels import TASKS

        name_tasks(TASKS)
