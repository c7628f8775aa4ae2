"""guanxi (关系): who is in a Chinese-language news archive, under one identity each, and how they are tied.

    >>> import guanxi
    >>> extractor = guanxi.Extractor()
    >>> article = extractor.extract("俄罗斯国防部长绍伊古（Sergei Shoigu）访问北京。")
    >>> [(m.surface, m.type, m.entity_id) for m in article.mentions]

``Extractor`` reads articles in memory, ``read_archive`` those of files and archives, ``run`` does what the program ``guanxi extract``
does and gives its tables; ``guanxi.spark`` does the same on a cluster.
"""

from ._guanxi import (
    Archive,
    Article,
    DictionaryError,
    Document,
    Entity,
    Extractor,
    GuanxiError,
    InputError,
    Mention,
    MismatchError,
    NameTable,
    OutputError,
    Pair,
    Position,
    Relation,
    Stream,
    Table,
    __version__,
    read_archive,
    tables,
)
from .output import Output, open, run

__all__ = [
    "Archive",
    "Article",
    "DictionaryError",
    "Document",
    "Entity",
    "Extractor",
    "GuanxiError",
    "InputError",
    "Mention",
    "MismatchError",
    "NameTable",
    "Output",
    "OutputError",
    "Pair",
    "Position",
    "Relation",
    "Stream",
    "Table",
    "__version__",
    "open",
    "read_archive",
    "run",
    "tables",
]
