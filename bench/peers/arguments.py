"""The command line that every bot under test understands."""

import argparse
import os


def parse() -> argparse.Namespace:
    """`base_url` and `token`; the process is then bound to its core."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--core", type=int)
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    return options
