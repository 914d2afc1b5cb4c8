"""The web application: this module wires, and does nothing else."""

from flask import Flask
from jinja2 import StrictUndefined

from tipgraph.dataset.build import Build, default_directory, ensure_build, open_build
from tipgraph.query.questions import load_questions
from tipgraph.record import Record
from tipgraph.web import (
    access_log,
    compression,
    documentation,
    dumps,
    editor,
    exports,
    front,
    graph_store,
    headers,
    linked_data,
    navigation,
    oai,
    operations,
    pages,
    pictures,
    problems,
    rate_limit,
    reader,
    recommendations,
    releases,
    search,
    sections,
    sitemaps,
    sparql,
    static_files,
    void,
)
from tipgraph.web.cache import AnswerCache
from tipgraph.web.metrics import Metrics
from tipgraph.web.pool import QueryPool
from tipgraph.web.rate_limit import RateLimit
from tipgraph.web.services import KEY, Services
from tipgraph.web.settings import Settings


def create_app(settings: Settings, build: Build | None = None) -> Flask:
    """Make the application.

    Args:
        settings: The record, its build, and the limits. A build that is missing, not whole, or older than the record's
            files is made first, unless the settings say that it is served as it is.
        build: The build, where it has been found already.

    Returns:
        The application, its workers started.

    Raises:
        tipgraph.errors.TipgraphError: If the record cannot be read or its build cannot be written.
    """
    record = Record.find(settings.record)
    if build is None:
        directory = settings.build or default_directory(record)
        build = open_build(directory) if settings.as_built else ensure_build(record, directory)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.request * 1000
    app.jinja_env.undefined = StrictUndefined
    app.url_map.merge_slashes = False  # the path of an IRI is a name: a//b is not a/b
    patience = 2 * settings.timeout  # as long as who makes an answer may wait for a place, and then for the answer
    cache = AnswerCache(settings.cache * 1_000_000, settings.queue, patience)
    found = Services(settings, build, QueryPool(build, settings), load_questions(record), cache)
    app.extensions[KEY] = found
    _register(app, found)
    documentation.register(app, record)
    return app


def _register(app: Flask, found: Services) -> None:
    """Add the parts. What is registered first meets a request first, and its answer last."""
    settings, figures = found.settings, Metrics(found)
    limit = RateLimit(settings.rate) if settings.rate else None
    front.register(app, figures, limit)
    if settings.log:
        access_log.register(app, queries=settings.log_queries)
    operations.register(app, found, figures)
    if limit:
        rate_limit.register(app, limit)
    headers.register(app, base=settings.base, max_age=settings.max_age)
    compression.register(app, found.cache)
    problems.register(app)
    static_files.register(app)
    app.extensions[dumps.KEY] = dumps.open_dumps(found.build)
    pages_of_the_site = (recommendations, search, sections, pictures, reader, editor, pages)
    for part in (sparql, graph_store, void, dumps, oai, releases, sitemaps, linked_data, *pages_of_the_site):
        app.register_blueprint(part.blueprint)
    exports.register(app, found)
    navigation.register(app)
