"""What the web server loads: the application without its commands, which cost memory and are not needed there."""

from app.application import create_app

app = create_app()
