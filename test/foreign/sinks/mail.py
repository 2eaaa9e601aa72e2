"""aiosmtpd as the plant's mail server: STARTTLS and a login are required; each mail becomes a line of JSON in a file.

mail.py <port> <file> <certificate> <key>; user "plantwire", password "right". Addresses that begin with "nobody" do not exist.
"""

import email
import email.policy
import json
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Box:
    def __init__(self, file):
        self.file = file

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "id": mail["message-id"],
            "subject": mail["subject"],
            "text": mail.get_content(),
            "encrypted": session.ssl is not None,
        }
        with open(self.file, "a", encoding="utf-8") as taken:
            taken.write(json.dumps(line) + "\n")
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    known = mechanism in ("LOGIN", "PLAIN") and data.login == b"plantwire" and data.password == b"right"
    return AuthResult(success=known, handled=known)


def main(port, file, certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    controller = Controller(
        Box(file),
        hostname="127.0.0.1",
        port=int(port),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    controller.start()
    print("ready", flush=True)
    threading.Event().wait()


main(*sys.argv[1:])
