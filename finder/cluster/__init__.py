"""Parts of a batch answered on many machines by dask.distributed. Nothing else imports Dask; it comes with the extra ``cluster``."""
