"""A notebook to look around in the published data (`make explore`), what it asks, and the charts it draws."""
