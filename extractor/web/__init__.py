"""The web page and the REST interface over a store: a thin face over the functions that the command line uses."""
