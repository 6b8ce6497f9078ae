"""Exit 0 if the health page answers well: ``is_healthy.py URL [--heartbeat SECONDS]``."""

import argparse
import json
import sys
import urllib.error
import urllib.request


def main() -> int:
    """Ask, and with ``--heartbeat`` want a sign of life no older than that as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--heartbeat", type=int)
    asked = parser.parse_args()
    # The host is the one web always answers to, whatever container asks.
    request = urllib.request.Request(asked.url, headers={"Host": "127.0.0.1"})
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:
            said = json.load(answer)
    except (OSError, ValueError) as problem:
        print(problem)
        return 1
    print(said)
    if asked.heartbeat is None:
        return 0
    age = said["heartbeat"]
    return 0 if age is not None and age <= asked.heartbeat else 1


if __name__ == "__main__":
    sys.exit(main())
