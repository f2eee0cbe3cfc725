"""Live: accounts of which something arrived are judged again at once, as a run of their day would judge them now."""
