"""Clients: the session files of a folder at a glance, with what ends when. Nothing is kept."""

from finder.documents.client_files import read_client
from finder.domain.errors import FinderError
from finder.explain.drug_list import clients as words
from finder.explain.messages import say
from pages.parts.catalog import today
from pages.parts.frame import frame, show, tell
from pages.parts.screen import st
from pages.parts.session import session

visitor = session()
with frame(words.TITLE):
    tell(say(words.INTRO), say(words.STAYS))
    files = st.file_uploader(say(words.FOLDER), type="json", accept_multiple_files="directory", key=visitor.key("clients"))
    found, unread = [], 0
    for file in {file.name: file for file in files or ()}.values():  # a folder that is chosen again comes in addition: its files count once
        try:
            found.append(read_client(file.name, file.getvalue(), today()))
        except FinderError:
            unread += 1
    if files:
        show(words.sections(found, unread))
