"""Start the web pages on this machine: Streamlit in its own process, bound to the loopback address."""

from __future__ import annotations

import os
import subprocess
import sys

from finder.paths import shipped

ADDRESS = "127.0.0.1"


def launch(port: int, headless: bool) -> int:
    """Run the pages until they are stopped, with the settings beside ``app.py``. Returns Streamlit's exit code."""
    app = shipped("app.py")
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.address={ADDRESS}", f"--server.port={port}"]
    command.append(f"--server.headless={'true' if headless else 'false'}")
    try:
        # Streamlit reads .streamlit/config.toml in its working folder
        return subprocess.run(command, cwd=app.parent, env={**os.environ}, check=False).returncode
    except KeyboardInterrupt:
        return 0
