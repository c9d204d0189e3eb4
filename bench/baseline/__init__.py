"""What `make bench` stands beside: a bot as `rasa init` makes it, with this project's phrases and answers."""
