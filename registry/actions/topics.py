"""The vocabulary of needs and competences: added to, renamed, retired, two words made one."""

import secrets

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal
from registry.models import Topic


@transaction.atomic
def save_topic(topic, *, by) -> Topic:
    """A new word, or a better one: cards keep it under the new name."""
    may(by, "registry.topic_edit")
    is_new = topic.pk is None
    if is_new:
        topic.code = f"own-{secrets.token_hex(4)}"
    topic.save()
    journal.write(by, "добавлена потребность" if is_new else "исправлена потребность", topic)
    return topic


@transaction.atomic
def retire_topic(topic, *, by) -> Topic:
    """Stops (or begins again) to be offered; cards that have it keep it."""
    may(by, "registry.topic_edit")
    topic.is_retired = not topic.is_retired
    topic.save()
    journal.write(by, "больше не предлагать" if topic.is_retired else "снова предлагать", topic)
    return topic
