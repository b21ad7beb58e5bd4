"""The commands: `flask --app training_app …`."""
