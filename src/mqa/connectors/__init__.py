"""Where raw data comes from: files and databases, as the engine can read them."""
