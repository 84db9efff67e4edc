"""Whether two summaries of a set say the same: our JSON report and what a peer wrote."""
import calendar
import json
import time


def microseconds(text):
    """A time of the report, exactly."""
    if text is None:
        return None
    whole, _, rest = text.rstrip("Z").partition(".")
    seconds = calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S"))
    return seconds * 1_000_000 + int(rest.ljust(6, "0")[:6] or 0)


def of_report(path):
    with open(path, "rb") as file:
        report = json.load(file)
    groups = {}
    for kind in report["types"]:
        for group in kind["errors"]:
            retries = group["retries"]
            # The generator's only count past the limit is the greatest one.
            total = sum(count * jobs for count, jobs in enumerate(retries["histogram"]))
            total += retries["beyond_limit"] * (retries["maximum"] or 0)
            groups[group["type"], group["error_class"]] = (
                group["count"], total, retries["maximum"],
                microseconds(group["oldest_last_retry"]), microseconds(group["newest_last_retry"]),
                group["action_count"],
                tuple((top["action"]["id"], top["action"]["name"], top["count"]) for top in group["top_actions"]),
            )
    return report["reading"]["jobs_received"], report["totals"]["jobs"], groups


def of_peer(path):
    with open(path, "rb") as file:
        summary = json.load(file)
    exact = lambda seconds: None if seconds is None else round(float(seconds) * 1_000_000)
    groups = {
        (kind, fault): (count, total, most, exact(first), exact(last), actions, tuple(map(tuple, top)))
        for kind, fault, count, total, most, first, last, actions, top in summary["groups"]
    }
    return summary["rows"], summary["jobs"], groups


def difference(ours, peer):
    """Where a peer differs first, or None."""
    for what, left, right in zip(("rows", "jobs"), ours, peer):
        if left != right:
            return f"{what}: {left} and {right}"
    for name in ours[2].keys() | peer[2].keys():
        left, right = ours[2].get(name), peer[2].get(name)
        if left != right:
            return f"group {name}: {left} and {right}"
    return None
