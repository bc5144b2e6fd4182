"""Backup and restore: one zip with every row as JSON lines, every file, and a manifest that proves both.

    manifest.json            what is inside: rows and SHA-256 per table, SHA-256 per file, migrations, columns
    tables/<app>.<model>.jsonl
    files/<path under MEDIA_ROOT>

The same database gives the same lines on SQLite and on PostgreSQL: that is how a restore proves itself.
"""

from mentoring.archive.read import restore
from mentoring.archive.write import backup

__all__ = ["backup", "restore"]
