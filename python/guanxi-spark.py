"""The job for spark-submit: `spark-submit guanxi-spark.py INPUT … -o OUTPUT`. The wheel must be installed on every machine."""

from guanxi.spark.submit import main

if __name__ == "__main__":
    raise SystemExit(main())
