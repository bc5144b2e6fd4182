"""Writing the archive: to a hidden file beside the wanted one, fsynced, renamed; never half a copy under the name."""

import hashlib
import json
import os
import re
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mentoring.archive import rows
from registry import installation
from registry.engine import held
from registry.engine.errors import Refused
from registry.models import InstallationFact, StoredFile

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024
UNFINISHED = re.compile(r"tmp[a-z0-9_]{8}|\..*")


def backup(target: Path) -> dict:
    """Write everything into `target` (mode 0600) and return the manifest; an earlier copy of ours is replaced."""
    target = Path(target).absolute()
    if not target.parent.is_dir():
        raise Refused(f"Нет папки {target.parent}: создайте её или укажите другую.")
    if target.exists() and not is_ours(target):
        raise Refused(f"{target} уже есть, и это не резервная копия: выберите другое имя.")
    media = Path(settings.MEDIA_ROOT).resolve()
    if media in target.resolve().parents:
        raise Refused("Копия не может лежать среди файлов, которые копируются: выберите папку вне MEDIA_ROOT.")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    earlier = installation.last(installation.BACKUP)
    installation.note(installation.BACKUP, target.name)  # before the copy, so that the copy equals the database
    try:
        manifest = write(draft, media)
        os.replace(draft, target)
        sync_folder(target.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        InstallationFact.objects.filter(pk=installation.BACKUP).delete()
        if earlier:
            installation.note(installation.BACKUP, earlier.said, at=earlier.at)
        raise
    return manifest


def is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def write(path: Path, media: Path) -> dict:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            with rows.snapshot():
                manifest = {
                    "format": FORMAT,
                    "made_at": timezone.now().isoformat(),
                    "engine": connection.vendor,
                    "left_out": sorted(rows.LEFT_OUT),
                    "migrations": rows.migrations(),
                    "tables": {rows.label(model): write_table(archive, model) for model in rows.tables()},
                }
                wanted = {f"files/{sha[:2]}/{sha}" for sha in StoredFile.objects.values_list("sha256", flat=True)}
            manifest["files"] = [write_file(archive, path, media) for path in files_of(media)]
            manifest["missing"] = sorted(wanted - {one["path"] for one in manifest["files"]})
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def write_table(archive, model) -> dict:
    count, seal = 0, hashlib.sha256()
    with archive.open(f"tables/{rows.label(model)}.jsonl", "w", force_zip64=True) as stream:
        for line in rows.lines(model):
            data = line.encode()
            stream.write(data)
            seal.update(data)
            count += 1
    return {"rows": count, "sha256": seal.hexdigest(), "columns": rows.names(model)}


def files_of(media: Path):
    """Every file under MEDIA_ROOT; one that is just being written has a temporary name, one that waits is nobody's."""
    found = (path for path in sorted(media.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if not UNFINISHED.fullmatch(path.name) and path.parent != media / held.FOLDER]


def write_file(archive, path: Path, media: Path) -> dict:
    """Stored, not packed: papers and pictures are packed already."""
    name, seal, size = path.relative_to(media).as_posix(), hashlib.sha256(), 0
    info = zipfile.ZipInfo.from_file(path, f"files/{name}", strict_timestamps=False)
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as stream:
        while data := source.read(BLOCK):
            stream.write(data)
            seal.update(data)
            size += len(data)
    return {"path": name, "size": size, "sha256": seal.hexdigest()}


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
