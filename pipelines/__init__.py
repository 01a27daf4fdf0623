"""What runs when: the intake of files, Dagster's assets and checks, and the command line. Nothing here reads or means."""
