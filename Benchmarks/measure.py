"""Runs a program and says what it took."""
import os
import subprocess
import time


class Cost:
    """Of one run: seconds of wall and CPU, the peak of its memory in MiB, and how it ended."""

    def __init__(self, wall, usage, status):
        self.wall = wall
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        self.status = os.waitstatus_to_exitcode(status)


def run(command, environment=None, output=None):
    """One run, its standard output in a file or nowhere."""
    with open(output or os.devnull, "wb") as out, open(os.devnull, "wb") as silence:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=out, stderr=silence, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        return Cost(time.perf_counter() - start, usage, status)


def median(numbers):
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]


def commit():
    """The commit that is checked out, and whether files differ from it."""
    def git(*arguments):
        found = subprocess.run(["git", "-C", os.path.dirname(os.path.abspath(__file__)), *arguments], capture_output=True)
        return found.stdout.decode().strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain", "..") else "")


def machine():
    """What the numbers depend on, in a sentence."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown CPU")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{os.cpu_count()} × {model}, {memory} GiB, {os.uname().sysname}; load before the runs {busy}"
