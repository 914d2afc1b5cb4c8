"""tipgraph: the linked-data record of the Working Group on Trafficking in Persons."""

__version__ = "0.1.0"
