"""Charts and the map: what a page shows as a drawing, with its table, its caption and its downloads."""
