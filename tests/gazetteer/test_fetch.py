import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.fetch import fetch
from counterclaim.gazetteer.store import Store
from counterclaim.settings import Settings
from tests.gazetteer import samples

DUMP = samples.zipped({"readme.txt": b"GeoNames", "SY.txt": samples.DUMP.encode()})
ANSWERS = {"/SY.zip": (200, DUMP, len(DUMP)), "/XX.zip": (200, b"<html>not here</html>", 21), "/CC.zip": (200, DUMP[:300], len(DUMP)), "/UA.zip": (200, DUMP, len(DUMP)), "/BB.zip": (200, DUMP[:300], 300)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/RR.zip":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        status, body, length = ANSWERS.get(self.path, (404, b"", 0))
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    yield replace(settings, gazetteer_address=f"http://127.0.0.1:{server.server_address[1]}/{{name}}.zip")
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_countrys_dump_is_fetched_and_added(served: Settings) -> None:
    store = Store(served)
    added = fetch(store, served, "sy")
    assert (added.name, added.rows, added.joined) == ("SY.zip", 5, 1)
    with store.open() as gazetteer:
        assert gazetteer.find("Mare'")[0].place.sources == ("SY.zip",)
    assert fetch(store, served, "SY").rows == 0


@pytest.mark.parametrize(("code", "told"), [
    ("ZZ", "404"), ("XX", "no zip"), ("CC", "300 bytes came of"), ("BB", "cut short"), ("UA", "0 of 5 places lie in UA"), ("RR", "could not be fetched|302"), ("../SY", "two letters"), ("S1", "two letters")])
def test_what_is_no_dump_of_the_country_is_refused(served: Settings, code: str, told: str) -> None:
    store = Store(served)
    path = store.open().path
    with pytest.raises(GazetteerError, match=told):
        fetch(store, served, code)
    assert store.files() == () and store.open().path == path


def test_no_server_and_no_web_address_are_named(settings: Settings) -> None:
    with pytest.raises(GazetteerError, match="127.0.0.1:9"):
        fetch(Store(settings), settings, "SY")
    with pytest.raises(GazetteerError, match="http"):
        fetch(Store(settings), replace(settings, gazetteer_address="file:///tmp/{name}"), "SY")
