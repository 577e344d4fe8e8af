"""Pictures that are drawn when the site is made, as SVG or PNG."""
