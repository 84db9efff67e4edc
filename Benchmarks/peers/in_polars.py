"""in_polars.py FOLDER OUT: the summary with polars; POLARS_MAX_THREADS bounds its threads."""
import glob
import json
import sys

import polars as pl


def main():
    folder, out = sys.argv[1:3]
    job = pl.Struct({"id": pl.Int64, "type": pl.String, "agent": pl.String, "retry_count": pl.Int64,
                     "last_retry": pl.String, "error_class": pl.String})
    # Each page is one line, so this is NDJSON; `read_json` refuses an `agent` that is an object here and a number
    # there. So it is read as a text, in which polars 2.1 writes names without
    # escapes, and what an object has is cut out.
    shape = r'(?s)^\{"id": ?(\d+), ?"name": ?"(.*)"\}$'
    rows = (
        pl.scan_ndjson(sorted(glob.glob(folder + "/*.json")), schema={"admin/retry_jobs": pl.List(job)})
        .select(pl.col("admin/retry_jobs").explode()).unnest("admin/retry_jobs")
        .with_columns(
            action=pl.coalesce(pl.col("agent").str.extract(shape, 1), "agent").cast(pl.Int64, strict=False),
            name=pl.col("agent").str.extract(shape, 2),
            last=pl.col("last_retry").cast(pl.Float64, strict=False),
        )
        .drop("agent", "last_retry").collect()
    )
    jobs = rows.unique("id", keep="any")
    key = ["type", "error_class"]
    names = jobs.drop_nulls("name").group_by("action").agg(pl.col("name").first())
    counts = (
        jobs.drop_nulls("action").group_by(key + ["action"]).agg(pl.len().alias("jobs"))
        .sort("jobs", "action", descending=[True, False]).group_by(key, maintain_order=True).head(10)
        .join(names, on="action", how="left", maintain_order="left")
    )
    top = {}
    for kind, fault, action, count, name in counts.select(key + ["action", "jobs", "name"]).iter_rows():
        top.setdefault((kind, fault), []).append([action, name, count])
    groups = jobs.group_by(key).agg(
        pl.len().alias("count"), pl.col("retry_count").sum().alias("total"), pl.col("retry_count").max().alias("most"),
        pl.col("last").min().alias("first"), pl.col("last").max().alias("latest"),
        pl.col("action").drop_nulls().n_unique().alias("actions"),
    )
    found = [[*row, top.get(row[:2], [])] for row in groups.iter_rows()]
    with open(out, "w") as file:
        json.dump({"rows": rows.height, "jobs": jobs.height, "groups": found}, file)


main()
