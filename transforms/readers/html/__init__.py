"""Web pages as browsers and Office programs save them."""
