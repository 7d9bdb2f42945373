"""``python -m app.offload DESCRIPTOR``: a helper process, see `app.offload.pool`."""

import signal
import sys

from app.offload.heap import share_the_heap
from app.offload.serving import serve


def main() -> None:
    """Work until the process that started this one closes the pipe.

    A signal sent to all processes of a service (Ctrl-C, systemd) must not take the helper from
    under a document that the server still finishes: the closing pipe ends it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    share_the_heap()
    serve(int(sys.argv[1]))


if __name__ == "__main__":
    main()
