"""What was read of made-up documents beside what they say: row by row, column by column."""
