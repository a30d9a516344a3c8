"""What panels show, as plain data: made from a seat's picture alone, without pygame."""
