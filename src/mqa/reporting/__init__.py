"""What became of the accounts, in numbers: each report is a SQL step over the ledger's rows of one definition."""
