"""What a run asks for is done: transitions entered, accounts handed off, clocks kept, messages sent."""
