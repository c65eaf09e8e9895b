"""Answers made into sentences, table rows, charts and reports. No Streamlit."""
