"""Packages that are imported around us and never used: each gets a stand-in, so that none of it is loaded.

Rasa imports TensorFlow, plotting and every messenger's and cloud's client, whatever the pipeline: of 442 MB
and 5.5 s of processor for its imports, 290 MB and 3.1 s are theirs. A stand-in can be imported from,
inherited from and used as a decorator; whatever calls it later is told that it is not loaded.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

UNUSED = (
    *("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_probability", "tensorflow_text"),
    *("keras", "tensorboard", "matplotlib", "PIL", "boto3", "botocore", "pymongo", "bson"),
    *("slack_sdk", "webexteamssdk", "aiogram", "questionary", "prompt_toolkit"),
    "scipy.stats",  # by scikit-learn, for what we have it do nothing with
)
"""Of what Rasa imports."""


class NotLoaded(RuntimeError):
    """Something did need a package that a stand-in stands for."""


class _Named(type):
    """Any name of a stand-in is a class again."""

    def __getattr__(cls, name: str) -> Any:
        return _class(name)

    def __or__(cls, other: Any) -> Any:  # `tf.Tensor | None`
        return cls

    def __ror__(cls, other: Any) -> Any:
        return cls


class _Thing(metaclass=_Named):
    def __new__(cls, *arguments: Any, **named: Any) -> Any:
        _only_while_importing(cls.__name__)
        return arguments[0] if _decorates(arguments) else super().__new__(cls)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        pass

    def __init_subclass__(cls, **named: Any) -> None:
        pass

    def __class_getitem__(cls, item: Any) -> Any:
        return cls

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        _only_while_importing(type(self).__name__)
        return arguments[0] if _decorates(arguments) else self


class _Module(ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = _class(name)
        setattr(self, name, found)
        return found


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, packages: Iterable[str]) -> None:
        self._packages = frozenset(packages)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        parts = fullname.split(".")
        if self._packages.isdisjoint(".".join(parts[:end]) for end in range(1, len(parts) + 1)):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def install(packages: Iterable[str]) -> None:
    """From here on, importing one of these packages (`grpc`, `opentelemetry.sdk`), or what is in it, loads
    nothing. Before their first import.
    """
    sys.meta_path.insert(0, _Finder(packages))


def before_rasa() -> None:
    """Before `rasa` is imported, or it would load them."""
    install(UNUSED)
    # Sanic asks distutils for one word, and setuptools would put all of itself in its place.
    if shim := sys.modules.get("_distutils_hack"):
        shim.remove_shim()


def _class(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Named(name, (_Thing,), {})


def _decorates(arguments: tuple[Any, ...]) -> bool:
    return len(arguments) == 1 and callable(arguments[0])


def _only_while_importing(name: str) -> None:
    """What runs while a module is imported is its decorators and constants; later it would be real work."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "_call_with_frames_removed":
            return
        frame = frame.f_back  # type: ignore[assignment]
    raise NotLoaded(f"{name}: the package is not loaded here (ground/stand_ins.py); use the `rasa` command")
