"""What differs between two datasets: statement by statement, and in words."""
