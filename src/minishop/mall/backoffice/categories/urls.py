"""The addresses of the categories, below ``products/categories/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.categories import views

urlpatterns = [
    path("", views.categories, name="categories"),
    path("<int:category_id>/", views.category, name="category"),
]
