"""guanxi on Spark: the same three passes, the same tables.

    from guanxi import spark as gs

    archive = gs.read(spark, ["2021-03.tar.gz"])          # or gs.documents(df) for rows you have already
    names = gs.survey(archive.documents)
    found = gs.extract(archive.documents, names)
    tables = gs.assemble(found, names, errors=archive.errors)
    tables.write_csv("output")

The wheel must be installed where the executors run. Nothing but DataFrames and Arrow batches crosses between Spark and the core, once a
batch; counting, joining and sorting are Spark's, recognition and the measures of the network the core's.
"""

from .assembling import Tables, assemble
from .extracting import Extraction, extract
from .reading import DocumentFrames, documents, read, sample
from .surveying import survey

__all__ = ["DocumentFrames", "Extraction", "Tables", "assemble", "documents", "extract", "read", "sample", "survey"]
