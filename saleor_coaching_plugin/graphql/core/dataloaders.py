"""Dataloaders: what a page of rows refers to is read in one query, not one per row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.http import HttpRequest
from promise import Promise
from promise.dataloader import DataLoader

from .context import loaders_of
from .refusals import refusals_told

Around = Callable[[], AbstractContextManager[Any]]

_around: list[Around] = [nullcontext]


def loaders_wrap(around: Around) -> None:
    """Enter this for each reading: Saleor wants to be told who uses its writing connection."""
    _around[:] = [around]


class Loader(DataLoader):
    """One per request and class: `SomeLoader.of(info.context).load(key)` promises a value."""

    @classmethod
    def of(cls, context: HttpRequest) -> Self:
        loaders = loaders_of(context)
        if cls not in loaders:
            loaders[cls] = cls()
        found: Self = loaders[cls]
        return found

    def batch_load_fn(self, keys: Sequence[Any]) -> Promise:
        with refusals_told(), _around[0]():
            return Promise.resolve(self.values_of(keys))

    def values_of(self, keys: Sequence[Any]) -> Iterable[Any]:
        """One value for each key, in their order."""
        raise NotImplementedError


class RowLoader(Loader):
    """A row by its primary key, None where there is none."""

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        raise NotImplementedError

    def values_of(self, keys: Sequence[Any]) -> list[Any]:
        found = self.rows().in_bulk(keys)
        return [found.get(key) for key in keys]


class RowsLoader(Loader):
    """The rows that refer to a key through the column `key`, in the order of `rows`."""

    key: ClassVar[str]

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        raise NotImplementedError

    def values_of(self, keys: Sequence[Any]) -> list[list[Any]]:
        found: dict[Any, list[Any]] = defaultdict(list)
        for row in self.rows().filter(**{f"{self.key}__in": keys}):
            found[getattr(row, self.key)].append(row)
        return [found[key] for key in keys]
