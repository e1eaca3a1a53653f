"""What a trusted proxy tells of a reader, through Debian's nginx set up as docs/embed.md and docs/api.md say; and what nobody
else can tell by sending the same headers."""

import base64
import http.client
import json
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import listening
from test_web_fake import FakeAnswerer
from test_web_proxy import NGINX, PREFIX, behind_nginx

from web import Limits, create_app

pytestmark = pytest.mark.skipif(not NGINX.exists(), reason="no /usr/sbin/nginx: apt-get install nginx-light")
PROXY = ip_network("127.0.0.1")
SOMEBODY, ANOTHER = "127.0.0.2", "127.0.0.3"  # addresses of this machine that are not the proxy's
API_GUIDE = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")


def status(address, source, path="api/ask", **headers):
    """Of a question that is sent from this address."""
    site = urlsplit(address)
    connection = http.client.HTTPConnection(site.hostname, site.port, source_address=(source, 0), timeout=10)
    body = json.dumps({"question": "Ba Bể?"})
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", f"{site.path}{path}", body, {"Content-Type": "application/json", **sent})
    found = connection.getresponse()
    found.read()
    connection.close()
    return found.status


def test_each_reader_behind_the_proxy_has_a_count_of_its_own(tmp_path):
    limits = Limits(questions_per_minute=1, trusted_proxies=(PROXY,))
    with listening(create_app(FakeAnswerer(), root_path=PREFIX, limits=limits)) as port, behind_nginx(tmp_path, port) as site:
        assert [status(site, SOMEBODY), status(site, ANOTHER)] == [200, 200]
        # nginx says where it comes from; what the reader says of itself is gone
        assert [status(site, SOMEBODY, X_Forwarded_For=f"198.51.100.{made_up}") for made_up in (1, 2)] == [429, 429]


def test_without_the_setting_all_behind_the_proxy_are_one(tmp_path):
    app = create_app(FakeAnswerer(), root_path=PREFIX, limits=Limits(questions_per_minute=1))
    with listening(app) as port, behind_nginx(tmp_path, port) as site:
        assert [status(site, SOMEBODY), status(site, ANOTHER)] == [200, 429]


def test_the_user_is_whom_the_proxy_let_in(tmp_path):
    passwords = tmp_path / "passwords"
    passwords.write_text("lan:{PLAIN}mat-khau\n", encoding="utf-8")
    more = re.search(r"```nginx\n(.*?)```", API_GUIDE, re.S).group(1).replace("/etc/nginx/hoi-bao.htpasswd", str(passwords))
    assert str(passwords) in more and "X-Remote-User" in more
    limits = Limits(user_header="X-Remote-User", trusted_proxies=(PROXY,))
    known = {"Authorization": f"Basic {base64.b64encode(b'lan:mat-khau').decode()}"}
    app = create_app(FakeAnswerer(), root_path=PREFIX, limits=limits)
    with listening(app) as port, behind_nginx(tmp_path, port, more) as site:
        direct = f"http://127.0.0.1:{port}{PREFIX}/"
        assert status(site, SOMEBODY, **known) == 200
        assert status(site, SOMEBODY, X_Remote_User="lan") == 401  # nginx itself
        assert status(direct, SOMEBODY, X_Remote_User="lan") == 401  # not the proxy's address
        assert status(direct, SOMEBODY, X_Remote_User="lan", X_Forwarded_For="127.0.0.1") == 401
        assert status(direct, "127.0.0.1", X_Remote_User="lan") == 200  # the proxy's own


def test_a_header_that_the_proxy_does_not_set_is_taken_off(tmp_path):
    """Without a user of its own nginx sends an empty header, not the reader's."""
    limits = Limits(user_header="X-Remote-User", trusted_proxies=(PROXY,))
    app = create_app(FakeAnswerer(), root_path=PREFIX, limits=limits)
    with (
        listening(app) as port,
        behind_nginx(tmp_path, port, "proxy_set_header X-Remote-User $remote_user;") as site,
    ):
        assert status(site, SOMEBODY, X_Remote_User="lan") == 401
