"""What `make bench`, `make bench-nlu` and `make nlu-report` run."""
