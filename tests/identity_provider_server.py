"""The process of ``identity_provider``: oidc-provider-mock on a port of this machine, with PKCE
demanded, and with answers that a test can falsify (``PUT /test/lie``).

It prints its port. A process of its own, because the provider brings its own settings of warnings.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import flask
import oidc_provider_mock
from authlib import jose
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT_ID, CLIENT_SECRET = sys.argv[1:]
TRUTH: dict[str, Any] = {
    "claims": {},
    "drop": [],
    "later": 0,
    "signed": "rightly",
    "metadata": {},
    "status": None,
    "answer": None,
    "location": None,
}
lie = dict(TRUTH)
keys = [jose.RSAKey.generate_key(options={"kid": secrets.token_hex(4)}, is_private=True)]
challenges: dict[str, str] = {}
asked: list[str] = []

app = oidc_provider_mock.app(require_nonce=True)


@app.before_request
def before() -> flask.Response | tuple[str, int] | None:
    flask.g.oidc_provider_mock_storage.jwk = keys[0]
    path = flask.request.path
    if path.startswith(("/test/", "/users/")):
        return None
    asked.append(path)
    if lie["status"] is not None:
        headers = {"Location": lie["location"]} if lie["location"] else None
        return flask.Response(lie["answer"] or "{}", lie["status"], headers)
    if path == "/oauth2/token":
        return _refuse_token()
    return None


def _refuse_token() -> tuple[str, int] | None:
    """What the mock leaves out: who the client is, and RFC 7636."""
    if _client() != (CLIENT_ID, CLIENT_SECRET):
        return json.dumps({"error": "invalid_client"}), 401
    digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if challenges.get(flask.request.form.get("code", "")) != challenge:
        return json.dumps({"error": "invalid_grant"}), 400
    return None


def _client() -> tuple[str | None, str | None]:
    """Both ways of RFC 6749, 2.3.1, of which metadata may name one; the mock does not decode."""
    form, basic = flask.request.form, flask.request.authorization
    if lie["metadata"].get("token_endpoint_auth_methods_supported") == ["client_secret_post"]:
        return form.get("client_id"), form.get("client_secret")
    if basic is None:
        return None, None
    name, secret = unquote_plus(basic.username or ""), unquote_plus(basic.password or "")
    decoded = base64.b64encode(f"{name}:{secret}".encode()).decode()
    flask.request.environ["HTTP_AUTHORIZATION"] = f"Basic {decoded}"
    return name, secret


@app.after_request
def after(response: flask.Response) -> flask.Response:
    path = flask.request.path
    if path == "/oauth2/authorize" and response.status_code == 302:
        code = parse_qs(urlsplit(response.headers["Location"]).query).get("code", [""])[0]
        if flask.request.args.get("code_challenge_method") == "S256":
            challenges[code] = flask.request.args["code_challenge"]
    if path == "/oauth2/token" and response.status_code == 200:
        answer = json.loads(response.get_data())
        answer["id_token"] = _falsified(answer["id_token"])
        response.set_data(json.dumps(answer))
    if path == "/.well-known/openid-configuration" and response.status_code == 200:
        response.set_data(json.dumps({**json.loads(response.get_data()), **lie["metadata"]}))
    return response


def _falsified(token: str) -> str:
    own = RSAKey.import_key(keys[0].as_dict(is_private=True))
    claims: dict[str, Any] = jwt.decode(token, own).claims
    for name in ("exp", "iat"):
        claims[name] += lie["later"]
    claims |= lie["claims"]
    for name in lie["drop"]:
        claims.pop(name, None)
    header = {"alg": "RS256", "kid": keys[0].as_dict()["kid"]}
    if lie["signed"] == "rightly":
        return jwt.encode(header, claims, own)
    if lie["signed"] == "by another":
        return jwt.encode(header, claims, RSAKey.generate_key(2048))
    if lie["signed"] == "by nobody":
        body = [_part({"alg": "none", "kid": header["kid"]}), _part(claims), ""]
        return ".".join(body)
    if lie["signed"] == "by the secret":
        shared = OctKey.import_key(CLIENT_SECRET)
        return jwt.encode({**header, "alg": "HS256"}, claims, shared)
    if lie["signed"] == "by the public key":  # as if that were a shared secret
        pem = own.as_pem(private=False)
        signed = f"{_part({**header, 'alg': 'HS256'})}.{_part(claims)}"
        return f"{signed}.{_base64(hmac.digest(pem, signed.encode(), 'sha256'))}"
    return str(lie["signed"])


def _part(value: object) -> str:
    return _base64(json.dumps(value).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@app.put("/test/lie")
def set_lie() -> tuple[str, int]:
    lie.clear()
    lie.update(TRUTH | flask.request.get_json())
    return "", 204


@app.post("/test/rotate")
def rotate() -> tuple[str, int]:
    """Another key, under another name or, as some do, under the same."""
    kid = keys[0].as_dict()["kid"] if flask.request.args.get("same") else secrets.token_hex(4)
    keys[0] = jose.RSAKey.generate_key(options={"kid": kid}, is_private=True)
    return "", 204


@app.get("/test/asked")
def get_asked() -> flask.Response:
    return flask.jsonify(asked)


class Silent(WSGIRequestHandler):
    def log_request(self, code: object = "-", size: object = "-") -> None:
        pass


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    print(server.server_port, flush=True)
    server.serve_forever()
