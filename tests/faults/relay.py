"""A wire that can be cut and led elsewhere: a TCP relay on loopback, as a load balancer or a moved address would be."""

import socket
import threading


class Relay:
    """Everything that connects to `port` reaches `target`, a port of this machine; None: nobody is there."""

    def __init__(self, target):
        self._target = target
        self._open = set()
        self._frozen = set()
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def lead_to(self, target):
        """Cuts every connection; new ones go there."""
        with self._guard:
            self._target = target
            cut, self._open = self._open, set()
        for one in cut:
            _close(one)

    def freeze(self, target):
        """Nothing more comes through any connection, and nobody is told: as when a machine is gone. New ones go to the target."""
        with self._guard:
            self._target = target
            frozen, self._open = self._open, set()
            self._frozen |= frozen

    def close(self):
        """The end."""
        self.lead_to(None)
        for one in self._frozen:
            _close(one)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near):
        with self._guard:
            target = self._target
        if target is None:
            _close(near)
            return
        try:
            far = socket.create_connection(("127.0.0.1", target), timeout=5)
            far.settimeout(None)
        except OSError:
            _close(near)
            return
        with self._guard:
            gone = target != self._target
            if not gone:
                self._open |= {near, far}
        if gone:
            _close(near)
            _close(far)
            return
        threading.Thread(target=self._pump, args=(far, near), daemon=True).start()
        self._pump(near, far)

    def _pump(self, source, sink):
        try:
            while part := source.recv(65536):
                if source in self._frozen:
                    return
                sink.sendall(part)
        except OSError:
            pass
        if source not in self._frozen:
            _close(source)
            _close(sink)


def _close(one):
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()
