"""Makes a warehouse of any size from invented offices and projects, the same one for the same seed."""
