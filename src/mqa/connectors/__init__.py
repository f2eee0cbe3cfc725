"""Where raw data comes from, files and databases, and where messages go: folders, webhooks, Slack, mail."""
