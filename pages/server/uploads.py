"""How much visitors may upload: to a page that asks for a file, so much each, and so much all together. It stays in memory."""

from __future__ import annotations

from http import HTTPStatus

from starlette.formparsers import MultiPartParser
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from finder.intake.limits import MB, OWN_MACHINE, UPLOAD, VISITOR, VISITORS

FRAME = MB
"""What the form around a file may take."""
_ASKS_FOR_A_FILE = "file_uploader_state_value"


class Uploads(MemoryUploadedFileManager):
    """Streamlit's keeper of uploads, with a limit. ``arriving``: bytes that are on their way."""

    def __init__(self, upload_endpoint: str) -> None:
        super().__init__(upload_endpoint)
        self.arriving = 0
        MultiPartParser.spool_max_size = UPLOAD.bytes + FRAME  # Starlette would put a file of over 1 MB on the disk

    def refused(self, session_id: str, size: int | None, *, own_machine: bool) -> HTTPStatus | None:
        """Why an upload of that size is refused, None if it is taken. Who sits at the machine may give a whole release of plans."""
        if size is None:
            return HTTPStatus.LENGTH_REQUIRED
        if not _asks_for_a_file(session_id):
            return HTTPStatus.CONFLICT
        if own_machine:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if size > OWN_MACHINE.bytes + FRAME else None
        held = [len(file.data) for file in list(self.file_storage.get(session_id, {}).values())]
        if size > UPLOAD.bytes + FRAME or sum(held) + size > VISITOR.bytes or len(held) >= VISITOR.parts:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        everybody = sum(len(file.data) for files in list(self.file_storage.values()) for file in list(files.values()))
        if everybody + self.arriving + size > VISITORS.bytes:
            return HTTPStatus.SERVICE_UNAVAILABLE
        return None


def _asks_for_a_file(session_id: str) -> bool:
    """Whether the page that a session shows has a place for a file. Streamlit has no public way to ask; a test holds it to this one."""
    session = runtime.get_instance().get_app_session(session_id)
    if session is None:
        return False
    widgets = session.session_state._new_widget_state
    shown = {*widgets.states, *session.session_state._old_state}  # what the last page did not draw is in neither
    return any(name in shown and widget.value_type == _ASKS_FOR_A_FILE for name, widget in list(widgets.widget_metadata.items()))
