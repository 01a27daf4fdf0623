"""How an office arranges what it has to say: a form record becomes blocks, which any writer puts into a file."""
