"""Who must report, and where: regions, organs, portals, and how their reports are titled."""
