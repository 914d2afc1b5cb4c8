"""The web application: this module wires, and does nothing else."""

from flask import Flask
from jinja2 import StrictUndefined

from tipgraph.dataset.build import Build, default_directory, ensure_build
from tipgraph.query.questions import load_questions
from tipgraph.record import Record
from tipgraph.web import headers, pages, problems, sparql
from tipgraph.web.pool import QueryPool
from tipgraph.web.services import KEY, Services
from tipgraph.web.settings import Settings


def create_app(settings: Settings) -> Flask:
    """Make the application.

    Args:
        settings: The record, its build, and the limits. A build that is missing, not whole, or older than the record's
            files is made first.

    Returns:
        The application, its workers started.

    Raises:
        tipgraph.errors.TipgraphError: If the record cannot be read or its build cannot be written.
    """
    record = Record.find(settings.record)
    build: Build = ensure_build(record, settings.build or default_directory(record))
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.request * 1000
    app.jinja_env.undefined = StrictUndefined
    app.extensions[KEY] = Services(build, QueryPool(build, settings), load_questions(record))
    app.register_blueprint(sparql.blueprint)
    app.register_blueprint(pages.blueprint)
    problems.register(app)
    headers.register(app)
    return app
