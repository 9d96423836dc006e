"""The addresses of what is stuck, below ``attention/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.attention import views

urlpatterns = [
    path("", views.attention, name="attention"),
    path("jobs/<int:job_id>/retry/", views.retry_job, name="retry-job"),
    path("jobs/<int:job_id>/discard/", views.discard_job, name="discard-job"),
    path("loss/", views.agree_loss, name="agree-loss"),
    path("unread/", views.read_unread_again, name="read-unread-again"),
    path("setback/noted/", views.note_setback, name="note-setback"),
    path("refusals/<int:refusal_id>/noted/", views.note_refusal, name="note-refusal"),
    path("<int:message_id>/resend/", views.resend_message, name="resend-message"),
]
