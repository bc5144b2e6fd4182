"""Addresses of signing in: /accounts/…"""

from django.contrib.auth.views import LogoutView, PasswordChangeDoneView
from django.urls import path

from registry.views import accounts

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
]
