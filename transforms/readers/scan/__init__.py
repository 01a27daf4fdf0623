"""Pictures of pages: straightened, ruled lines found, text recognised; they go on as pages of a PDF."""
