"""What a build costs as documents grow in number: time, memory, files, with one core and with two."""
