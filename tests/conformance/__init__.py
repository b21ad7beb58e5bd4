"""The engines and pages of the server and of the browser, held to one another."""
