"""Search by words: a query language for people, synonyms, ranking, and facets, over the index of a build."""
