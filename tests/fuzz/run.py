"""Drives the built server from its own OpenAPI document (schemathesis), as nobody and as several roles.

    .venv/bin/python tests/fuzz/run.py target/debug/hamahang [--examples 8] [--seconds 1800] [--only ROLE] [--verbose]

The server runs with the demo story on a free loopback port, in a folder that is removed afterwards. A run finds every
5xx, every status, content type, header or body that the document does not promise, data that it forbids and the server
takes, and operations that forget to ask who calls. The cases are the same in each run. What is known and meant stands in
schemathesis.toml beside this file.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "a quiet boat under 48 lanterns"

# Operations that end the caller's own session or rights: kept for the last pass, or the rest would only see 401.
ENDING = ["logout", "end_session", "end_other_sessions", "update_user", "set_user_roles", "refresh_session"]

# Who calls, and what share of the time that deserves.
PASSES = [(None, 1), ("head-01", 2), ("owner-finance", 1), ("auditor", 1), ("director", 3), ("admin", 2)]


def document(server, folder):
    """The server's document without `fields`: who asks for less than the whole resource gets less than its schema requires.
    tests/api/fields.rs tries that parameter on every operation."""
    with urllib.request.urlopen(f"{server.base}/api/openapi.json", timeout=10) as answer:
        document = json.load(answer)
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["parameters"] = [p for p in operation.get("parameters", []) if p["name"] != "fields"]
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    return path


class Server:
    """The demo, from `ready` until the end of the `with`."""

    def __init__(self, binary, folder):
        self.log = folder / "server.log"
        settings = {
            "HAMAHANG_RATE_LIMIT_PER_MINUTE": "0",
            "HAMAHANG_ACCESS_TOKEN_MINUTES": "60",
            "HAMAHANG_LOG": "warn",
            # Built in release whatever the server is: `make pdf`.
            "HAMAHANG_PDF_PROGRAM": str(pathlib.Path(binary).resolve().parents[1] / "release" / "hamahang-pdf"),
        }
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("HAMAHANG_", "DATABASE_URL"))}
        command = [binary, "demo", "--listen", "127.0.0.1:0", "--data-dir", folder / "data", "--password", PASSWORD]
        self.process = subprocess.Popen(command, env=environment | settings, stdout=subprocess.PIPE,
                                        stderr=self.log.open("wb"), stdin=subprocess.DEVNULL, text=True)
        self.base = self.wait_until_ready()
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def wait_until_ready(self):
        for line in self.process.stdout:
            if line.startswith("ready "):
                return line.split()[1].rstrip("/")
        raise SystemExit(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def token(self, who):
        body = json.dumps({"email": f"{who}@demo.test", "password": PASSWORD}).encode()
        request = urllib.request.Request(f"{self.base}/api/v1/auth/login", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["access_token"]


def fuzz(server, folder, schema, who, token, seconds, examples, selection, verbose):
    """One pass; whether it found nothing."""
    command = [
        pathlib.Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml",
        "run", schema, "--url", server.base,
        "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--continue-on-failure",
        "--generation-deterministic", "--no-shrink",
        "--no-color", *selection,
    ]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    print(f"── fuzz as {who or 'nobody'}, at most {seconds:.0f} s", flush=True)
    began = time.monotonic()
    report = folder / "report.txt"
    with report.open("wb") as out:
        try:
            code = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT,
                                  stdin=subprocess.DEVNULL, timeout=seconds).returncode
        except subprocess.TimeoutExpired:
            code = "it took too long: fewer --examples, or a slow operation"
    lines = report.read_text(errors="replace").splitlines()
    tested = [line.strip() for line in lines if "Test cases:" in line or "generated" in line]
    print(f"   {time.monotonic() - began:.0f} s; {' '.join(tested[-2:])}", flush=True)
    if code != 0 or verbose:
        print("\n".join(lines[-400:]), f"\nfuzz as {who or 'nobody'}: {code}", flush=True)
    return code == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--examples", type=int, default=5, help="random cases for each operation and share")
    parser.add_argument("--seconds", type=float, default=1800, help="the longest it may take in all; it takes about half of it")
    parser.add_argument("--only", help="one role, or `nobody` or `ending`")
    parser.add_argument("--verbose", action="store_true", help="whole reports, also of what went well")
    args = parser.parse_args()
    binary = args.binary.resolve()
    if not binary.exists():
        raise SystemExit(f"{binary} is missing: run `cargo build` first")

    end = time.monotonic() + args.seconds
    good = True
    with tempfile.TemporaryDirectory(prefix="hamahang-fuzz") as name, Server(binary, pathlib.Path(name)) as server:
        folder = pathlib.Path(name)
        others = [word for operation in ENDING for word in ("--exclude-operation-id", operation)]
        ending = [word for operation in ENDING for word in ("--include-operation-id", operation)]
        passes = [(who, share, others) for who, share in PASSES] + [("admin", 1, ending)]
        schema = document(server, folder)
        tokens = {who: server.token(who) for who, _ in PASSES if who}
        for who, share, selection in passes:
            label = "ending" if selection is ending else who or "nobody"
            if args.only in (None, label):
                left = end - time.monotonic()
                examples = args.examples * share
                good &= fuzz(server, folder, schema, who, tokens.get(who), max(left, 1), examples, selection, args.verbose)
        # Whatever the answers were: it has to be alive and well at the end.
        with urllib.request.urlopen(f"{server.base}/health/ready", timeout=10) as answer:
            good &= answer.status == 200
        if not good:
            print("the server's log:", server.log.read_text(errors="replace")[-3000:])
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
