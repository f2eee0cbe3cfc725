"""The words everything else is written in: tables, rules, problems, days, durations."""
