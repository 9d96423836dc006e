from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "minishop.shopping.center"
    label = "shopping_center"

    def ready(self) -> None:
        from minishop.chassis.jobs.labels import name_tasks
        from minishop.shopping.center.labels import TASKS

        name_tasks(TASKS)
