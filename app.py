"""The router: page configuration and navigation over ``pages/``, nothing else."""

from pathlib import Path

import streamlit as st

st.set_page_config(page_title="Drug plan finder", layout="wide")
st.navigation([st.Page(page) for page in sorted(Path(__file__).parent.glob("pages/[a-z]*.py"))]).run()
