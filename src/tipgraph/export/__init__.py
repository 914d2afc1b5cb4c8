"""What is written for others to read or harvest from the dataset."""
