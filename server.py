"""The WSGI entry: the application, wired from the environment (``TIPGRAPH_*``), for any WSGI server: ``server:app``."""

from tipgraph.web.app import create_app
from tipgraph.web.settings import Settings

app = create_app(Settings.load())
