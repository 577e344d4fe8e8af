"""The data as others take them along: files to download, how to cite them, and what machines are told of them."""
