"""What the command line can do: a module for each group of commands, each a function with its help."""
