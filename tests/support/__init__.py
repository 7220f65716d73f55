"""What the tests stand on: servers of their own, databases copied from templates, a live hub, a browser."""
