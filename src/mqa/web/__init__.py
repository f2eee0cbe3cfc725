"""The web: pages, sign-in, the API's frame, and the server that also runs the workspace's schedule."""
