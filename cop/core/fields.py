"""Columns that fill themselves."""

from typing import Any

from django.db import models

from cop.core.names import folded

LONGEST_KEY = 800  # a name of 200 characters, some of which fold to several


class FoldedNameField(models.CharField):  # type: ignore[type-arg]
    """``names.folded`` of the row's ``name``, so that the database can keep names apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_KEY)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = folded(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key
