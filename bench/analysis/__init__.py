"""Times every view and every worked question on a made-up warehouse (bench/factory)."""
