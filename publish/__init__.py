"""The site: Datasette configuration, templates, plugins and canned queries."""
