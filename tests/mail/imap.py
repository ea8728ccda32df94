"""A real IMAP server for the tests: one mailbox in a folder that the test can look into.

    imap.py --folder DIR --user NAME --password PASS [--tls none|starttls|implicit] [--without MOVE,UIDPLUS] [--port 0]

Prints `ready PORT` when it listens on 127.0.0.1, and ends when its standard input closes, so that it never outlives the
test that started it. With TLS it makes an authority and a certificate as server.py does: DIR/ca.pem.

The mailbox is the Maildir DIR/box: a file in `new` is a mail that came in; another folder is `.Its name`. `--without` names
extensions that the server keeps to itself.
"""

import argparse
import asyncio
import pathlib
import threading
import uuid

from pymap.backend.maildir import Config, Identity, Login, MaildirBackend
from proxyprotocol.result import ProxyResultLocal
from proxyprotocol.sock import SocketInfo
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata

from server import certificate, end_with_parent


class Reticent(Config):
    """Does not tell of some extensions; clients go without them."""

    hidden = ()

    @property
    def login_capability(self):
        return [word for word in super().login_capability if word.decode() not in self.hidden]


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--without", default="")
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    context = None if args.tls == "none" else certificate(args.folder)
    server_files = {"cert": str(args.folder / "server.pem"), "key": str(args.folder / "server.key")} if context else {}
    known = argparse.Namespace(host=None, port=None, debug=False, cert=server_files.get("cert"), key=server_files.get("key"),
                               tls=args.tls == "starttls", base_dir=str(args.folder), concurrency=None, layout="++",
                               colon=None, proxy_protocol=None, inherited_sockets=None, passlib_cfg=None)
    Reticent.hidden = args.without.split(",")
    config = Reticent.from_args(known)
    backend = MaildirBackend(Login(config), config)
    config.apply_context()
    digest = await Passwords(config).hash_password(args.password)
    owner = Identity(config, backend.login.tokens, args.user, None, frozenset({"admin"}))
    await owner.set(UserMetadata(config, args.user, password=digest, params={"mailbox_path": "box"}))
    serve = IMAPServer(backend.login, config)

    async def connected(reader, writer):
        await serve(reader, writer, SocketInfo.get(writer, ProxyResultLocal(), unique_id=uuid.uuid4().bytes))

    server = await asyncio.start_server(connected, "127.0.0.1", args.port, ssl=context if args.tls == "implicit" else None)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
