"""The compiled part of guanxi."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypedDict, final

__all__ = [
    "__version__",
    "GuanxiError",
    "InputError",
    "DictionaryError",
    "OutputError",
    "MismatchError",
    "Article",
    "Document",
    "Entity",
    "Mention",
    "Pair",
    "Relation",
    "Position",
    "Archive",
    "NameTable",
    "Extractor",
    "Stream",
    "Table",
    "DocumentReader",
    "NearCopies",
    "Worker",
    "read_archive",
    "tables",
    "run_pipeline",
    "read_table",
    "write_graphs",
    "plover_lines",
    "list_inputs",
    "parse_rows",
    "make_id",
    "survey_rows",
    "settle_copies",
    "extract_schema",
    "cluster_names",
    "associate",
    "measure_network",
    "csv_lines",
    "dictionary_digests",
]

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
    column_names: Final[list[str]]
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...
    def to_pyarrow(self) -> Any: ...
    def to_pandas(self) -> Any: ...
    def to_polars(self) -> Any: ...

@final
class Mention:
    start: Final[int]
    end: Final[int]
    surface: Final[str]
    type: Final[_Type]
    entity_id: Final[str]
    paragraph: Final[int]
    sentence: Final[int]
    evidence: Final[Literal["dictionary", "pair", "alias", "pattern", "model"]]
    confidence: Final[float]
    role: Final[Literal["", "source"]]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Pair:
    start: Final[int]
    end: Final[int]
    zh: Final[str]
    latin: Final[str]
    type: Final[Literal["person", "country", "organization", "place", "other"]]
    kind: Final[_Kind]
    score: Final[float]
    entity_id: Final[str]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Relation:
    sentence: Final[int]
    subject_id: Final[str]
    subject: Final[str]
    relation: Final[str]
    object_id: Final[str]
    object: Final[str]
    trigger: Final[str]
    negated: Final[bool]
    confidence: Final[float]
    text: Final[str]
    quad_class: Final[str]
    cameo_root: Final[str]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Position:
    sentence: Final[int]
    person_id: Final[str]
    person: Final[str]
    title: Final[str]
    body_id: Final[str]
    body: Final[str]
    confidence: Final[float]
    text: Final[str]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Entity:
    id: Final[str]
    label: Final[str]
    type: Final[_Type]
    name_zh: Final[str]
    name_en: Final[str]
    iso_3166: Final[str]
    mentions: Final[int]
    aliases: Final[list[str]]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Document:
    doc_id: Final[str]
    path: Final[str]
    source: Final[str]
    title: Final[str]
    url: Final[str]
    published: Final[str]
    language: Final[_Language]
    text: Final[str]
    title_in_text: Final[bool]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Article:
    doc_id: Final[str]
    path: Final[str]
    source: Final[str]
    title: Final[str]
    url: Final[str]
    published: Final[str]
    language: Final[_Language]
    text: Final[str]
    mentions: Final[tuple[Mention, ...]]
    pairs: Final[tuple[Pair, ...]]
    relations: Final[tuple[Relation, ...]]
    positions: Final[tuple[Position, ...]]
    entities: Final[tuple[Entity, ...]]
    def to_dict(self) -> dict[str, Any]: ...
    def _repr_html_(self) -> str: ...

@final
class Archive:
    errors: Final[list[tuple[str, str, str]]]
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
    names: Final[Table]
    duplicates: Final[Table]
    latin_names: Final[int]
    relations: Final[bool]
    digest: Final[str]
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
        sources: Sequence[str] = ...,
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

def read_archive(path: _Path | Sequence[_Path], **options: Any) -> Archive: ...
def tables(articles: Iterable[Article]) -> dict[str, Table]: ...
def run_pipeline(inputs: _Path | Sequence[_Path], output: _Path, options: Mapping[str, Any]) -> str: ...
def read_table(path: _Path) -> Table: ...
def write_graphs(folder: _Path, labels: Literal["zh", "en", "both"] = "both") -> list[Path]: ...
def plover_lines(rows: object) -> bytes: ...
def list_inputs(given: _Path | Sequence[_Path]) -> tuple[Table, Table]: ...
def parse_rows(
    rows: object,
    options: Mapping[str, Any] | None = None,
    since: str | None = None,
    until: str | None = None,
    sources: Sequence[str] = ...,
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
