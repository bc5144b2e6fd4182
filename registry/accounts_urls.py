"""Addresses of signing in: /accounts/…"""

from django.contrib.auth.views import LogoutView, PasswordChangeDoneView
from django.urls import path

from registry.views import accounts, security

app_name = "accounts"
urlpatterns = [
    path("login/", accounts.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", accounts.ChangePassword.as_view(), name="password_change"),
    path(
        "password/done/",
        PasswordChangeDoneView.as_view(template_name="accounts/password_done.html"),
        name="password_done",
    ),
    path("security/", security.security, name="security"),
    path("second-step/", security.second_step, name="second_step"),
    path("second-step/off/", security.second_step_off, name="second_step_off"),
    path("second-step/codes/", security.codes, name="codes"),
    path("second-step/codes/new/", security.codes_new, name="codes_new"),
    path("code/", security.code, name="code"),
    path("again/", security.again, name="again"),
    path("again/kept/", security.kept, name="kept"),
    path("elsewhere/", security.elsewhere, name="elsewhere"),
    path("letters/", security.letters, name="letters"),
]
