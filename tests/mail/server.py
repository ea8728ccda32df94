"""A real SMTP server for the tests: keeps what it accepts, and misbehaves when told to.

    server.py --folder DIR [--tls none|starttls|implicit] [--user NAME --password PASS] [--port 0]

Prints `ready PORT` when it listens on 127.0.0.1, and ends when its standard input closes, so that it never outlives
the test that started it. With TLS it makes a certificate authority and a certificate for `localhost`; the
authority's is DIR/ca.pem. An accepted message becomes DIR/NNNNNN.eml and DIR/NNNNNN.json (`from`, `to`, `tls`, `user`).

How to behave is in DIR/behave, read at each message, or else in the first recipient's local part with dots for the
spaces (`data.451@…`, `drop@…`):

    rcpt CODE     answer RCPT with this code
    data CODE     take the message's text, answer with this code, keep nothing
    hang          take the text and never answer
    drop          take the text and close the connection, keep nothing
    lost          keep the message, then close the connection without an answer

A number behind it (`data 451 2`, in the file only) ends it after so many times.
"""

import argparse
import asyncio
import json
import logging
import os
import pathlib
import ssl
import subprocess
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

CODES = {"421": "4.3.2 shutting down", "450": "4.2.0 mailbox busy", "451": "4.3.0 try again", "452": "4.2.2 full",
         "550": "5.1.1 no such mailbox", "552": "5.3.4 too big", "554": "5.7.1 refused"}


class Keeper:
    """What the server does with commands."""

    def __init__(self, folder):
        self.folder = folder
        self.behaviour_file = folder / "behave"
        self.kept = 0

    def behaviour(self, recipient):
        """The words of the current behaviour; counts it as used when the file says it."""
        if self.behaviour_file.exists():
            return self.behaviour_file.read_text().split()
        words = recipient.split("@")[0].split(".")
        return words if words[0] in ("rcpt", "data", "hang", "drop", "lost") else []

    def used(self, words):
        """Counts down a behaviour that is limited in times."""
        numbered = words[2:] if words[0] in ("rcpt", "data") else words[1:]
        if not (numbered and self.behaviour_file.exists()):
            return
        left = int(numbered[0]) - 1
        if left == 0:
            self.behaviour_file.unlink()
        else:
            self.behaviour_file.write_text(" ".join([*words[:-1], str(left)]))

    async def handle_RCPT(self, server, session, envelope, address, options):
        words = self.behaviour(address)
        if words and words[0] == "rcpt":
            self.used(words)
            return f"{words[1]} {CODES.get(words[1], 'as told')}"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        words = self.behaviour(envelope.rcpt_tos[0])
        what = words[0] if words else "keep"
        if what in ("data", "hang", "drop", "lost"):
            self.used(words)
        if what == "data":
            return f"{words[1]} {CODES.get(words[1], 'as told')}"
        if what == "hang":
            await asyncio.sleep(3600)
        if what in ("keep", "lost", "rcpt"):
            self.keep(server, session, envelope)
        if what in ("drop", "lost"):
            server.transport.abort()
        return "250 2.0.0 kept"

    def keep(self, server, session, envelope):
        self.kept += 1
        stem = self.folder / f"{self.kept:06}"
        stem.with_suffix(".eml").write_bytes(envelope.original_content)
        tls = server.transport.get_extra_info("ssl_object") is not None
        known = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": tls, "user": session.auth_data}
        # Renamed into place: who sees it, sees it whole.
        half = stem.with_suffix(".half")
        half.write_text(json.dumps(known))
        half.rename(stem.with_suffix(".json"))


def certificate(folder):
    """A throw-away authority, a certificate by it for this machine, and the TLS context that shows it."""
    def openssl(*args):
        subprocess.run(["openssl", *args], check=True, cwd=folder, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test authority")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "server.ext").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "1",
            "-days", "2", "-extfile", "server.ext", "-out", "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context


def check_credentials(user, password):
    """The authenticator for exactly this user."""
    def check(server, session, envelope, mechanism, given):
        right = given.login == user.encode() and given.password == password.encode()
        return AuthResult(success=right, handled=False, auth_data=user if right else None)

    return check


def end_with_parent():
    """The test holds our standard input open; when it is gone, so are we."""
    sys.stdin.buffer.read()
    os._exit(0)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    # It warns of passwords over plain connections; here they are meant.
    warnings.simplefilter("ignore")
    logging.getLogger("mail.log").setLevel(logging.ERROR)

    context = None if args.tls == "none" else certificate(args.folder)
    starttls = args.tls == "starttls"
    keeper = Keeper(args.folder)

    def connection():
        return SMTP(
            keeper,
            hostname="localhost",
            enable_SMTPUTF8=True,
            data_size_limit=30_000_000,
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_required=args.user is not None,
            auth_require_tls=starttls,
            authenticator=check_credentials(args.user, args.password) if args.user else None,
        )

    direct = context if args.tls == "implicit" else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", args.port, ssl=direct)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
