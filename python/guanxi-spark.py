"""The job for spark-submit: `spark-submit guanxi-spark.py INPUT … -o OUTPUT`. The wheel must be installed on every machine."""

import sys
from pathlib import Path

# The module as it is installed, not the folder of its source beside this file.
_HERE = Path(__file__).resolve().parent
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != _HERE]

from guanxi.spark.submit import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
