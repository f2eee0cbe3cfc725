"""What moved each account's scores between two days, by cause; the causes add up to the difference exactly."""
