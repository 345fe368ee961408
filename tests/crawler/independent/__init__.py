"""Portals written anew from the field notes, by other hands than the practice portals: a second reading of both."""
