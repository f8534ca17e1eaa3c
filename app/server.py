"""What the web server loads: the application without its commands, which cost memory and are not needed there."""

from app import lean  # noqa: F401, I001 -- before all others: it decides what they load

import gc

from app import starting
from app.application import create_app

app = create_app()

gc.collect()
gc.set_threshold(50_000, 25, 25)  # a page of a thousand rows makes no cycles: no need to look for them ten times
gc.freeze()  # what was loaded lives as long as the process: no collection during a request need walk over it again

starting.wait(app.config["SURAU"].data)
