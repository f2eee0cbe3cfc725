"""What would make an account qualify: changes made of what really occurs, each tried by judging the account with it."""
