"""The web server: Streamlit with our own keepers of sessions, uploads and downloads, and a guard at its door."""
