"""What stands between the network and the pages: who may ask and how often, the headers of every answer, the server's health, what is
exposed."""
