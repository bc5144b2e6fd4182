"""Which login stays when two cards of one human become one."""

from django import forms

from registry.forms.base import HouseForm


class MergeForm(HouseForm):
    """Asks only when both cards have a way in."""

    login = forms.ChoiceField(label="Какой логин останется", widget=forms.RadioSelect)

    def __init__(self, *args, kept, lost, **kwargs):
        super().__init__(*args, **kwargs)
        users = [one.user for one in (kept, lost) if hasattr(one, "user")]
        if len(users) == 2:
            self.fields["login"].choices = [(user.username, user.username) for user in users]
        else:
            del self.fields["login"]
