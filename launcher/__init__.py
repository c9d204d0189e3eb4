"""Makes the two environments, the model and the database, and keeps the processes running."""
