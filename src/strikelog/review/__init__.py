"""The curator's desk: candidates in, decisions kept in a log, rows out.

`candidates` reads what was extracted and the texts, `records` makes of a candidate the form that a
coder edits, `decisions` is the log, `replay` says where each coder stands, `agreement` compares
two, `rows` and `applying` turn what was accepted into the package's files, and `desk`, `server` and
`page/` are the local page. Nothing enters `data/` but what a person accepted.
"""
