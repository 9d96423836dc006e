from django.apps import AppConfig


class CrawlConfig(AppConfig):
    name = "minishop.shopping.crawl"
    label = "shopping_crawl"
