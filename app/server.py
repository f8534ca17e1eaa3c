"""What the web server loads: the application without its commands, which cost memory and are not needed there."""

import gc

from app.application import create_app

app = create_app()

gc.collect()
gc.freeze()  # what was loaded lives as long as the process: no collection during a request need walk over it again
