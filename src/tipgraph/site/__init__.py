"""What the pages of the site show, put together from the dataset; how it looks is :mod:`tipgraph.web`'s."""
