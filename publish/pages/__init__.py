"""The pages of the site: each module reads the archive and fills one template."""
