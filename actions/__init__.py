"""What the assistant does: reads slots, calls one store operation, utters one response. Texts live in
domain.yml."""
