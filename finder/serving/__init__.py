"""What stands between the network and the pages: who may ask, the headers of every answer, the server's health, what is exposed."""
