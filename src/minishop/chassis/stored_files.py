"""Folders of the installation's stored files."""

from __future__ import annotations

from django.core.files.storage import default_storage


def remove_below(folder: str) -> None:
    """Removes a folder with all that it holds; nothing where there is none."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        default_storage.delete(f"{folder}/{name}")
    for name in folders:
        remove_below(f"{folder}/{name}")
    default_storage.delete(folder)


def make_room(folder: str, *, coming: int, most: int) -> None:
    """Removes the first of a folder's files, by their names, until ``coming`` bytes more are ``most`` together, or none is left."""
    names = sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []
    sizes = {name: default_storage.size(f"{folder}/{name}") for name in names}
    held = sum(sizes.values())
    for name in names:
        if held + coming <= most:
            return
        default_storage.delete(f"{folder}/{name}")
        held -= sizes[name]
