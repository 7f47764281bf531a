"""A real mail server on this machine: TLS under a CA of its own, accounts, and refusals as told."""

import asyncio
import datetime
import email
import email.policy
import ipaddress
import socket
import ssl
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "portico", "correct horse ÆØÅ"


def free_port():
    """A port that nobody listens on, for a server that comes later."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Authority:
    """A CA of its own with one certificate for this machine: `ca` is the file that others trust, `context` what a server shows."""

    def __init__(self, folder):
        now = datetime.datetime.now(datetime.timezone.utc)
        keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Test CA", "localhost")]
        places = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]

        def certificate(which, extensions):
            builder = x509.CertificateBuilder().subject_name(names[which]).issuer_name(names[0])
            builder = builder.public_key(keys[which].public_key()).serial_number(x509.random_serial_number())
            builder = builder.not_valid_before(now - datetime.timedelta(days=1))
            builder = builder.not_valid_after(now + datetime.timedelta(days=2))
            for extension, critical in extensions:
                builder = builder.add_extension(extension, critical=critical)
            return builder.sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

        folder.mkdir(parents=True, exist_ok=True)
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(certificate(0, [(x509.BasicConstraints(ca=True, path_length=0), True)]))
        chain = folder / "server.pem"
        private = keys[1].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        chain.write_bytes(private + certificate(1, [(x509.SubjectAlternativeName(places), False)]))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(chain)


class MailSink:
    """Takes letters; `refuse` holds answers for a reader, one an attempt, before she gets hers."""

    def __init__(self, port=None, starttls=None, tls=None, account=False):
        self.port = port or free_port()
        self.letters = []
        self.attempts = []
        self.refuse = {}
        self.encrypted = []
        self.holds = threading.Event()
        self._held = None
        options = {"tls_context": starttls, "require_starttls": True} if starttls else {}
        if account:
            options |= {"authenticator": self._sign_in, "auth_required": True}
            options |= {"auth_require_tls": tls is None}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ssl_context=tls, **options)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()

    def hold(self, address):
        """From now on letters to this reader stay on their way; `holds` says that one does."""
        self._held = address

    def release(self):
        """And now they are taken again."""
        self._held = None

    def to(self, address):
        """The letters of one reader, as parsed."""
        return [letter for reader, letter in self.letters if reader == address]

    @staticmethod
    def _sign_in(_server, _session, _envelope, _mechanism, account):
        good = (account.login, account.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=good)

    # What aiosmtpd calls.

    async def handle_RCPT(self, _server, session, envelope, address, _options):
        self.attempts.append(address)
        self.encrypted.append(session.ssl is not None)
        if answers := self.refuse.get(address):
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server, _session, envelope):
        while self._held in envelope.rcpt_tos:
            self.holds.set()
            await asyncio.sleep(0.02)
        for reader in envelope.rcpt_tos:
            self.letters.append((reader, parsed(envelope.original_content)))
        return "250 taken"


def parsed(content):
    """A message as a program of people reads it."""
    return email.message_from_bytes(content, policy=email.policy.default)
