"""Where work is done: in this process, in others of this machine, or in those of a cluster."""
