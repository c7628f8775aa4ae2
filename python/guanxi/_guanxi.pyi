"""The compiled part of guanxi."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypedDict, final

__version__: str

_Path = str | os.PathLike[str]
_Type = Literal["person", "country", "organization", "place"]
_Kind = Literal["transliteration", "translation", "abbreviation", "adopted"]
_Language = Literal["zh-Hans", "zh-Hant", "en", "other"]

class _Written(TypedDict, total=False):
    text: str
    title: str | None
    published: str | None
    url: str | None
    source: str | None

class GuanxiError(Exception): ...
class InputError(GuanxiError): ...
class DictionaryError(GuanxiError): ...
class OutputError(GuanxiError): ...
class MismatchError(GuanxiError): ...

@final
class Table:
    column_names: list[str]
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...
    def to_pyarrow(self) -> Any: ...
    def to_pandas(self) -> Any: ...
    def to_polars(self) -> Any: ...

@final
class Mention:
    start: int
    end: int
    surface: str
    type: _Type
    entity_id: str
    paragraph: int
    sentence: int
    evidence: Literal["dictionary", "pair", "alias", "pattern", "model"]
    confidence: float
    role: Literal["", "source"]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Pair:
    start: int
    end: int
    zh: str
    latin: str
    type: Literal["person", "country", "organization", "place", "other"]
    kind: _Kind
    score: float
    entity_id: str
    def to_dict(self) -> dict[str, Any]: ...

@final
class Relation:
    sentence: int
    subject_id: str
    subject: str
    relation: str
    object_id: str
    object: str
    trigger: str
    negated: bool
    confidence: float
    text: str
    quad_class: str
    cameo_root: str
    def to_dict(self) -> dict[str, Any]: ...

@final
class Position:
    sentence: int
    person_id: str
    person: str
    title: str
    body_id: str
    body: str
    confidence: float
    text: str
    def to_dict(self) -> dict[str, Any]: ...

@final
class Entity:
    id: str
    label: str
    type: _Type
    name_zh: str
    name_en: str
    iso_3166: str
    mentions: int
    aliases: list[str]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Document:
    doc_id: str
    path: str
    source: str
    title: str
    url: str
    published: str
    language: _Language
    text: str
    title_in_text: bool
    def to_dict(self) -> dict[str, Any]: ...

@final
class Article:
    doc_id: str
    path: str
    source: str
    title: str
    url: str
    published: str
    language: _Language
    text: str
    mentions: tuple[Mention, ...]
    pairs: tuple[Pair, ...]
    relations: tuple[Relation, ...]
    positions: tuple[Position, ...]
    entities: tuple[Entity, ...]
    def to_dict(self) -> dict[str, Any]: ...
    def _repr_html_(self) -> str: ...

@final
class Archive:
    errors: list[tuple[str, str, str]]
    def __iter__(self) -> Iterator[Document]: ...
    def __next__(self) -> Document: ...

@final
class Stream:
    def __iter__(self) -> Iterator[Article]: ...
    def __next__(self) -> Article: ...

@final
class Extractor:
    def __new__(
        cls,
        dictionaries: _Path | None = None,
        curation: _Path | None = None,
        *,
        no_builtin: bool = False,
        model: str = "builtin",
        names: NameTable | None = None,
        relations: bool = True,
    ) -> Extractor: ...
    def extract(
        self,
        text: str | Document | _Written,
        title: str | None = None,
        published: str | None = None,
        url: str | None = None,
        source: str | None = None,
    ) -> Article: ...
    def extract_many(self, articles: Iterable[str | Document | _Written], threads: int = 0) -> Stream: ...

@final
class NameTable:
    names: Table
    duplicates: Table
    latin_names: int
    relations: bool
    digest: str
    @staticmethod
    def learn(
        spellings: object,
        contexts: object,
        copies: object,
        *,
        dictionaries: _Path | None = None,
        no_builtin: bool = False,
        model: str = "builtin",
        relations: bool = True,
    ) -> NameTable: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(bytes: bytes) -> NameTable: ...
    def dictionaries(self) -> str: ...
    def __len__(self) -> int: ...

@final
class DocumentReader:
    def __new__(
        cls,
        files: object,
        options: Mapping[str, Any] | None = None,
        since: str | None = None,
        until: str | None = None,
        sources: list[str] = ...,
    ) -> DocumentReader: ...
    def __iter__(self) -> Iterator[Table]: ...
    def __next__(self) -> Table: ...

@final
class NearCopies:
    def __new__(cls) -> NearCopies: ...
    def next(self, rows: object) -> Table: ...

@final
class Worker:
    def __new__(cls, names: NameTable, threads: int = 1) -> Worker: ...
    def extract(self, documents: object) -> Table: ...

def read_archive(path: _Path | list[_Path], **options: Any) -> Archive: ...
def tables(articles: Iterable[Article]) -> dict[str, Table]: ...
def run_pipeline(inputs: _Path | list[_Path], output: _Path, options: Mapping[str, Any]) -> str: ...
def read_table(path: _Path) -> Table: ...
def write_graphs(folder: _Path, labels: Literal["zh", "en", "both"] = "both") -> list[Path]: ...
def plover_lines(rows: object) -> bytes: ...
def list_inputs(given: _Path | list[_Path]) -> tuple[Table, Table]: ...
def parse_rows(
    rows: object,
    options: Mapping[str, Any] | None = None,
    since: str | None = None,
    until: str | None = None,
    sources: list[str] = ...,
) -> Table: ...
def make_id(key: str, text: str) -> str: ...
def survey_rows(documents: object, seed: int = 0) -> Table: ...
def settle_copies(exact: object, pairs: object) -> Table: ...
def extract_schema() -> Table: ...
def cluster_names(names: object, surfaces: object, table: NameTable, curation: _Path | None = None) -> tuple[Table, Table]: ...
def associate(edges: object) -> Table: ...
def measure_network(nodes: int, edges: object) -> Table: ...
def csv_lines(rows: object, header: bool = False) -> bytes: ...
def dictionary_digests(dictionaries: _Path | None = None, no_builtin: bool = False) -> str: ...
