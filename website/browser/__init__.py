"""What runs in the browser, in TypeScript, and how it is bundled.

`npm ci` in this folder brings what it is built with. `bundle.mjs` says what is bundled into what.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


class NotBundled(RuntimeError):
    """The scripts could not be made; the message says why."""


def node() -> str:
    """The Node.js of this environment, else of the machine. Raises NotBundled if there is none."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if found is None:
        raise NotBundled("there is no Node.js in this environment")
    return found


def bundle(out: Path) -> None:
    """Bundle scripts and styles into `out`. Raises NotBundled."""
    if not (FOLDER / "node_modules").is_dir():
        raise NotBundled(f"{FOLDER / 'node_modules'} is missing")
    done = subprocess.run([node(), str(FOLDER / "bundle.mjs"), str(out)], cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotBundled(f"the scripts could not be bundled: {done.stderr.strip()}")
