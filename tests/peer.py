"""A peer to measure against: rdflib's own engine behind a plain Flask view, as endpoints over rdflib are commonly made.

Started with the build's merged triples and a port; it parses, evaluates and serialises in the server's own threads.
"""

import sys

import flask
import rdflib
import waitress


def main(triples: str, port: int) -> None:
    graph = rdflib.Graph().parse(triples, format="nt")
    app = flask.Flask(__name__)

    @app.get("/sparql")
    def endpoint() -> flask.Response:
        answer = graph.query(flask.request.args["query"])
        return flask.Response(answer.serialize(format="json"), mimetype="application/sparql-results+json")

    print(f"http://127.0.0.1:{port}/", flush=True)
    waitress.serve(app, host="127.0.0.1", port=port, threads=16)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
