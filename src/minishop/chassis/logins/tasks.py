"""Later work of logins."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from django.contrib.sessions.models import Session
from django.utils.crypto import salted_hmac

from minishop.chassis import clock, messages
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.chassis.logins import letters
from minishop.chassis.logins.links import EMAIL_LIFE, PASSWORD_LIFE, EmailChange, email_link, password_link
from minishop.chassis.logins.queries import accounts_of_email
from minishop.chassis.retention.keeping import Kept, keep, remove_old

SESSIONS = keep(Kept(Session, "expire_date", timedelta(), index="django_session_expire_date_a5c62663"))


@task(every=timedelta(days=1))
def forget_sessions(now: datetime) -> None:
    """Deletes sessions that are over by true time: a calendar that was moved logs nobody out."""
    remove_old(SESSIONS, now=now - clock.shift())


# The link is made when the letter is sent, so that no row holds one.
@task(line=Line.MESSAGES, max_attempts=10)
def send_password_links(email: str, language: str, asked: str, now: datetime) -> None:
    """Sends who has accounts of this e-mail a link to a new password for each; nobody anything, where there is none.

    Each goes to the e-mail as it is stored, and names what has exactly that: two that differ in case alone may be two people's.
    """
    minutes = PASSWORD_LIFE // timedelta(minutes=1)
    for stored, same in groupby(accounts_of_email(email), key=lambda account: str(account.email)):
        links = [(account.get_username(), password_link(account)) for account in same]
        key = f"new-password:{salted_hmac('minishop.logins.letters', stored).hexdigest()[:20]}:{asked}"
        messages.mail(letters.new_password(links, minutes=minutes, language=language), to=stored, key=key)


@task(line=Line.MESSAGES, max_attempts=10)
def send_email_link(account: int, to: str, stamp: str, language: str, asked: str, now: datetime) -> None:
    """Sends the e-mail that an account is to have the link that confirms it."""
    link, hours = email_link(EmailChange(account, to, stamp)), EMAIL_LIFE // timedelta(hours=1)
    messages.mail(letters.confirm_email(link, hours=hours, language=language), to=to, key=f"confirm-email:{account}:{asked}")


@task(line=Line.MESSAGES, max_attempts=10)
def send_password_changed(login: str, email: str, language: str, at: str, now: datetime) -> None:
    """Tells the owner of an account that its password is another one."""
    key = f"password-changed:{salted_hmac('minishop.logins.letters', login).hexdigest()[:20]}:{at}"
    messages.mail(letters.password_changed(login, language=language), to=email, key=key)


@task(line=Line.MESSAGES, max_attempts=10)
def send_email_changed(login: str, email: str, language: str, at: str, now: datetime) -> None:
    """Tells the reader of the e-mail that an account had."""
    key = f"email-changed:{salted_hmac('minishop.logins.letters', email).hexdigest()[:20]}:{at}"
    messages.mail(letters.email_changed(login, language=language), to=email, key=key)
