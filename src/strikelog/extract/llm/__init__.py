"""Candidates from a language model's answers: it names values and quotes, and code ties both to the text.

`answer` is the form of an answer and `prompt` the question; `endpoint` asks and is the only module
that imports pydantic-ai; `cache` keeps answers; `quotes` finds quotes in a text and `names` ids for
names; `building` makes candidates of what stands up, and `run` goes through the documents.
"""
