"""The process of rdflib-endpoint: loads a dump into rdflib's memory store and serves it as its documentation shows.

Started with a file of N-Quads and a port. The data are loaded once; the server is a child that shares them. rdflib cannot
stop a query, so the benchmark kills a child that is busy with a query nobody waits for any longer, and a new one follows.
"""

import gc
import os
import sys

import rdflib
import uvicorn
from rdflib_endpoint import SparqlEndpoint


def main(quads: str, port: int) -> None:
    """Load, then serve until told to end."""
    dataset = rdflib.Dataset(default_union=True)  # in the union a triple counts once, as in the merge
    gc.disable()  # as many programs do while they load: what is loaded stays
    dataset.parse(quads, format="nquads")
    application = SparqlEndpoint(graph=dataset, path="/sparql")
    configuration = uvicorn.Config(application, host="127.0.0.1", port=port, log_level="critical")
    configuration.load()  # once, and not in every child
    gc.freeze()
    gc.enable()
    while True:
        child = os.fork()
        if child == 0:
            uvicorn.Server(configuration).run()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
