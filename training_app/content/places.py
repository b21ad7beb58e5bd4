"""Which scenario folders a path means: one scenario, one of its files, or a folder that holds scenarios."""

from pathlib import Path as FilePath

from training_app.content.folder import FILE_NAME, SUFFIXES
from training_app.content.principles import FILE_NAME as PRINCIPLES_NAME


def scenario_folders(path: FilePath) -> list[FilePath]:
    """The folders of scenarios at a path, by name. Raises OSError where it cannot be looked into."""
    if path.is_file():
        return [path.parent]
    if not is_collection(path):
        return [path]
    return sorted(entry for entry in path.iterdir() if _may_be_scenario(entry))


def is_collection(path: FilePath) -> bool:
    """Whether a folder holds scenarios rather than being one."""
    if not path.is_dir() or (path / FILE_NAME).exists():
        return False
    return (path / PRINCIPLES_NAME).exists() or any(path.glob(f"*/{FILE_NAME}"))


def principles_folder(path: FilePath, *, otherwise: FilePath) -> FilePath:
    """Where the principles of a scenario's folder or of a collection stand: there, beside it, or `otherwise`."""
    near = path if is_collection(path) else path.parent
    return near if (near / PRINCIPLES_NAME).exists() else otherwise


def _may_be_scenario(entry: FilePath) -> bool:
    if entry.name.startswith(".") or not entry.is_dir():
        return False
    return entry.is_symlink() or any(file.suffix in SUFFIXES for file in entry.iterdir())
