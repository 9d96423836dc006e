from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "minishop.mall.console"
    label = "mall_console"

    def ready(self) -> None:
        from minishop.chassis.jobs.labels import name_tasks
        from minishop.mall.console.labels import TASKS

        name_tasks(TASKS)
