"""Reading what companies already have: workspaces, and raw rows as rows of our names."""
