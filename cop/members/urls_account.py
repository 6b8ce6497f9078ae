"""Signing in and out, as allauth does it, and nothing else that it could do.

There are no passwords, no sign-up from outside and no further addresses: a person has one, which
they change here. allauth links to the other pages by name, so these answer "not found".
"""

from allauth.account import views as allauth
from django.urls import include, path

from cop.members.views import address
from cop.members.views.account import not_offered, sign_in

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("login/code/", allauth.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("2fa/", include("allauth.mfa.urls")),
    path("email/", address.address_change, name="account_email"),
    path("email/code/", address.address_confirm, name="account_email_confirm"),
    path("confirm-email/", not_offered, name="account_email_verification_sent"),
    path("reauthenticate/", not_offered, name="account_reauthenticate"),
    path("password/change/", not_offered, name="account_change_password"),
    path("password/set/", not_offered, name="account_set_password"),
    path("password/reset/", not_offered, name="account_reset_password"),
    path("password/reset/done/", not_offered, name="account_reset_password_done"),
]
