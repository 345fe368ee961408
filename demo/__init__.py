"""Practice portals on loopback, and the practice reports they publish."""
