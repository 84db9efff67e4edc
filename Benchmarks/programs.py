"""The programs that others would use, as far as this machine has them."""
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = "swift build -c release --static-swift-stdlib --product retry-report"


def has_module(python, module):
    return subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0


def simdjson(scratch):
    """The summary in C++, or None and why not."""
    return compiled(
        f"{scratch}/simdjson", ["g++", "clang++"],
        ["-std=c++17", "-O3", "-march=native", f"{HERE}/peers/simdjson.cpp", "-lsimdjson", "-pthread"],
        "libsimdjson-dev",
    )


def libxml2(scratch):
    """The writing and the check of a page by libxml2 alone, or None and why not."""
    return compiled(
        f"{scratch}/libxml2", ["gcc", "clang"],
        ["-std=gnu11", "-O2", "-I/usr/include/libxml2", f"{HERE}/peers/libxml2.c", "-lxml2", "-pthread"],
        "libxml2-dev",
    )


def compiled(program, compilers, arguments, library):
    compiler = next(filter(None, map(shutil.which, compilers)), None)
    if compiler is None:
        return None, f"none of {', '.join(compilers)} is installed"
    found = subprocess.run([compiler, *arguments, "-o", program], capture_output=True, text=True)
    return (program, None) if found.returncode == 0 else (None, f"{library} is missing")
