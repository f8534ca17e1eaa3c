"""A real worker process with a job of the tests: `python -m tests.kernel.workerprocess`.

The lease is two seconds here, so that tests of lost workers are short.
"""

import os
import sys
import time
from datetime import timedelta

from app import worker
from app.kernel import audit, runs

runs.LEASE = timedelta(seconds=2)
worker.LOOK = 0.3
WHO = os.environ.get("UJI_WHO", "pekerja")


def note(payload, now):
    """Slow and pure first; the effect is one audit entry."""
    time.sleep(payload.get("seconds", 0.02))
    return lambda: audit.record("uji:efek", "uji", payload["number"], actor_id=None, at=now, detail={"who": WHO})


worker.BODIES["uji.catat"] = note

if __name__ == "__main__":
    sys.exit(worker.main())
