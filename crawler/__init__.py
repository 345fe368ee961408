"""Finds and fetches reports: Scrapy settings, one spider for each CMS family, what a response is."""
