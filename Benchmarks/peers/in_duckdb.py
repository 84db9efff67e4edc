"""in_duckdb.py THREADS FOLDER OUT: the summary in DuckDB's SQL."""
import json
import sys

import duckdb

QUERY = """
with action_names as (select action, min(name) as name from jobs where name is not null group by action),
per_action as (select type, fault, action, count(*) as jobs from jobs where action is not null group by all),
top as (
  select type, fault, list([action::varchar, action_names.name, jobs::varchar] order by jobs desc, action) as actions
  from (select *, row_number() over (partition by type, fault order by jobs desc, action) as place from per_action)
  left join action_names using (action) where place <= 10 group by all)
select type, fault, count(*), sum(retries)::bigint, max(retries), min(last), max(last), count(distinct action),
       any_value(top.actions)
from jobs left join top using (type, fault) group by type, fault
"""


def main():
    threads, folder, out = sys.argv[1:4]
    base = duckdb.connect(config={"threads": int(threads)})
    base.execute(f"""
        create temp table all_rows as
        with pages as (select unnest("admin/retry_jobs") as job from read_json('{folder}/*.json',
            format = 'unstructured', records = true, maximum_object_size = 1073741824, columns = {{'admin/retry_jobs':
            'STRUCT(id BIGINT, "type" VARCHAR, agent JSON, retry_count INTEGER, last_retry VARCHAR,
             error_class VARCHAR)[]'}}))
        select job.id as id, job."type" as type, job.error_class as fault, job.retry_count as retries,
               try_cast(nullif(job.last_retry, '') as double) as last,
               case json_type(job.agent) when 'OBJECT' then (job.agent->>'id')::bigint
                                         else try_cast(job.agent as bigint) end as action,
               case json_type(job.agent) when 'OBJECT' then job.agent->>'name' end as name
        from pages""")
    # By id, since that is what makes two rows one job; whole rows may differ when a job was retried in between.
    base.execute("""
        create temp table jobs as
        select any_value(type) as type, any_value(fault) as fault, any_value(retries) as retries,
               any_value(last) as last, any_value(action) as action, any_value(name) as name
        from all_rows group by id""")
    groups = [
        [*row[:8], [[int(action), name, int(jobs)] for action, name, jobs in row[8] or []]]
        for row in base.execute(QUERY).fetchall()
    ]
    rows, jobs = (base.execute(f"select count(*) from {table}").fetchone()[0] for table in ("all_rows", "jobs"))
    with open(out, "w") as file:
        json.dump({"rows": rows, "jobs": jobs, "groups": groups}, file)


main()
