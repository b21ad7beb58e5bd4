"""One machine in a store's back room: HTTPS on the store's own network, the service, and its backups."""
