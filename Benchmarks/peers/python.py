"""python.py json|orjson FOLDER OUT: the summary with one of Python's JSON readers, in one process."""
import glob
import importlib
import json
import sys
from collections import Counter


def main():
    library, folder, out = sys.argv[1:4]
    loads = importlib.import_module(library).loads
    seen, names, groups, rows = set(), {}, {}, 0
    for path in sorted(glob.glob(folder + "/*.json")):
        with open(path, "rb") as file:
            jobs = loads(file.read())["admin/retry_jobs"]
        rows += len(jobs)
        for job in jobs:
            number = job["id"]
            if number in seen:
                continue
            seen.add(number)
            key = (job["type"], job["error_class"])
            group = groups.get(key)
            if group is None:
                group = groups[key] = [0, 0, -1, None, None, Counter()]
            retries, last, action = job["retry_count"], job["last_retry"], job.get("agent")
            group[0] += 1
            group[1] += retries
            if retries > group[2]:
                group[2] = retries
            if last != "":
                if group[3] is None or last < group[3]:
                    group[3] = last
                if group[4] is None or last > group[4]:
                    group[4] = last
            if type(action) is dict:
                names[action["id"]] = action["name"]
                action = action["id"]
            if action is not None:
                group[5][action] += 1
    found = []
    for (kind, fault), (count, total, most, first, last, actions) in groups.items():
        top = sorted(actions.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
        found.append([kind, fault, count, total, most, first, last, len(actions),
                      [[number, names.get(number), jobs] for number, jobs in top]])
    with open(out, "w") as file:
        json.dump({"rows": rows, "jobs": len(seen), "groups": found}, file)


main()
