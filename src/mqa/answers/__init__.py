"""What is asked of a workspace: who qualifies, why, and any table as a file. Everything here only reads."""
