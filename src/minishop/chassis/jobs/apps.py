from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "minishop.chassis.jobs"
    label = "jobs"

    def ready(self) -> None:
        from minishop.chassis.jobs.registry import load_tasks

        load_tasks()
