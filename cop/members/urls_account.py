"""Signing in and out, as allauth does it, and nothing else that it could do.

There are no passwords, no sign-up from outside and no further addresses: a person has one, which
they change here. allauth links to the other pages by name, so these answer "not found".
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.socialaccount import views as social
from django.urls import include, path

from cop.core.confirmation import confirm_first, leads_back
from cop.members.views import address, browsers, confirm, provider_account, second_step
from cop.members.views.account import not_offered, sign_in

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("login/code/", allauth.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("browsers/", browsers.browser_list, name="usersessions_list"),
    path("second-step/", second_step.second_step, name="account_second_step"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", leads_back(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", second_step.app_set_up, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", second_step.app_switch_off, name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        confirm_first(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        second_step.recovery_codes_make,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        confirm_first(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("email/", address.address_change, name="account_email"),
    path("email/code/", address.address_confirm, name="account_email_confirm"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("organisation/", provider_account.organisation, name="socialaccount_connections"),
    path("organisation/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisation/error/", not_offered, name="socialaccount_login_error"),
    path("organisation/signup/", not_offered, name="socialaccount_signup"),
    path("confirm-email/", not_offered, name="account_email_verification_sent"),
    path("reauthenticate/", confirm.confirm, name="account_reauthenticate"),
    path("password/change/", not_offered, name="account_change_password"),
    path("password/set/", not_offered, name="account_set_password"),
    path("password/reset/", not_offered, name="account_reset_password"),
    path("password/reset/done/", not_offered, name="account_reset_password_done"),
]
