"""An extension on this machine: it keeps what it is told, checks its signature, and can answer by one (Standard Webhooks)."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

KEY = b"what both sides know, and no other"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def signature(name, at, body):
    """The signature of a body, as its header says it."""
    signed = hmac.new(KEY, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


class Hook:
    """Answers 204, but first with each of `fails`."""

    def __init__(self, fails=()):
        self.heard = []
        self.wrong = []
        self.fails = list(fails)
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                at, name = self.headers["webhook-timestamp"], self.headers["webhook-id"]
                if self.headers["webhook-signature"] != signature(name, at, body) or abs(int(at) - time.time()) > 60:
                    hook.wrong.append(dict(self.headers))
                status = hook.fails.pop(0) if hook.fails else 204
                if status == 204:
                    hook.heard.append(json.loads(body))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def config(self):
        """The section that lets a server call it."""
        return f'[extensions]\nallowed_origins = ["{self.origin}"]\n'

    def at(self, stage):
        """The call at a stage, once it has come."""
        for _ in range(200):
            found = [call for call in self.heard if call["data"]["stage"] == stage]
            if found:
                (call,) = found
                return call
            time.sleep(0.05)
        raise AssertionError(f"nobody told of {stage}: {self.heard}")

    def answer(self, server, call, **more):
        """Resumes the request by signature alone."""
        data = {
            "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestCallbackData",
            "stage": call["data"]["stage"],
            "customExtensionStageInstanceId": call["data"]["customExtensionStageInstanceId"],
        }
        body = json.dumps({"source": "Gate", "type": call["type"], "data": data | more}).encode()
        at = int(time.time())
        headers = {"content-type": "application/json", "webhook-id": "gate", "webhook-timestamp": str(at)}
        headers["webhook-signature"] = signature("gate", at, body)
        return httpx.post(f"{server.origin}/v1.0{call['data']['callbackUriPath']}", content=body, headers=headers)

    def close(self):
        """Hears no more."""
        self.server.shutdown()
        self.server.server_close()
