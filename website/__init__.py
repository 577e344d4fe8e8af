"""The site: pages made by plain code from a release and the repository, before a builder sees them.

`python -m website` writes a folder of Markdown, scripts and data; `mkdocs build --strict` makes the site
of it. Prose that people write is in `docs/`; `pages/` has a module for each family of generated pages,
`templates/` their HTML, `entity/` what the pages of one event, site, actor or weapon say, `facts/` what is
counted for several pages, `pictures/` what is drawn, `publication/` what is offered to take along,
`browser/` what runs in the browser, `theme/` what is laid over the builder's theme.
"""
