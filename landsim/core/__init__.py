"""The nouns: frozen values that cross every border; standard library and NumPy only."""
