"""What is kept: the declared tables, the lake, and the published warehouse. Knows no documents and no scheduler."""
