"""Parts that pages share: the session, the frame of a page, the catalog, forms and shown results. Streamlit alone; no rule of the law."""
