"""The browser's half of the blind signature, against the RFC, our server and another client.

The modules run in an empty page of a secure address that exists nowhere: all it asks for is
answered from the repository.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Browser, Error, Route

from feedback.box import blind
from tests.feedback.rfc9474 import VECTORS, der

ROOT = Path(__file__).parent.parent.parent
MESSAGES = 20

OURS = """
const { readKey, prepare, blind, finalize, verify } = await import("/static/js/blind.js");
const { toNumber } = await import("/static/js/bytes.js");
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const key = await readKey(bytes(given.key));
"""

# The other client: the same four variants, one of which is ours.
THEIRS = """
const other = "/tests/vendor/blindrsa-ts";
const { BlindRSA, PrepareType } = await import(`${other}/blindrsa.js`);
const theirs = new BlindRSA({
  name: "RSABSSA-SHA384-PSS-Randomized",
  hash: "SHA-384",
  saltLength: 48,
  prepareType: PrepareType.Randomized,
});
"""


@pytest.fixture
def run(browser: Browser) -> Any:
    """``run(script, **given)``: what the script returns, bytes in hexadecimal both ways."""
    context = browser.new_context()

    def serve(route: Route) -> None:
        path = ROOT / urlparse(route.request.url).path.lstrip("/")
        if path.suffix == ".js":
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    context.route("https://browser.test/**", serve)
    page = context.new_page()
    page.goto("https://browser.test/")
    yield lambda script, **given: page.evaluate(f"async (given) => {{ {script} }}", given)
    context.close()


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture
def public(key: RSAPrivateKey) -> str:
    return der(key.public_key()).hex()


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_vector(run: Any, vector: Any):
    script = """
    const prepared = bytes(given.prepared);
    const saltLength = given.salt.length / 2;
    const fixed = { salt: bytes(given.salt), factor: BigInt(given.factor) };
    const { blinded, secret } = await blind(key, prepared, fixed);
    const signature = await finalize(key, prepared, bytes(given.signed), secret, saltLength);
    return {
      blinded: hex(blinded),
      secret: hex(secret),
      signature: hex(signature),
      valid: await verify(key, prepared, signature, saltLength),
      changed: await verify(key, prepared.slice(1), signature, saltLength),
    };
    """
    found = run(
        OURS + script,
        key=der(vector.key.public_key()).hex(),
        prepared=vector.prepared.hex(),
        salt=vector.salt.hex(),
        factor=str(vector.factor),
        signed=vector.signed.hex(),
    )
    assert found == {
        "blinded": vector.blinded.hex(),
        "secret": vector.inverse.to_bytes(512, "big").hex(),
        "signature": vector.signature.hex(),
        "valid": True,
        "changed": False,
    }


def test_each_client_finishes_what_the_other_began_and_our_server_signed(
    run: Any, key: RSAPrivateKey, public: str
):
    import_theirs = """
    const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
    const publicKey =
      await crypto.subtle.importKey("spki", bytes(given.key), algorithm, true, ["verify"]);
    """
    begin = """
    const begun = [];
    for (let number = 0; number < given.messages; number += 1) {
      const prepared = prepare(crypto.getRandomValues(new Uint8Array(32)));
      const our = await blind(key, prepared);
      const their = await theirs.blind(publicKey, prepared);
      begun.push({ prepared: hex(prepared), blinded: hex(our.blinded), secret: hex(our.secret) });
      begun.push({
        prepared: hex(prepared), blinded: hex(their.blindedMsg), secret: hex(their.inv),
      });
    }
    return begun;
    """
    finish = """
    const finished = [];
    for (const one of given.begun) {
      const [prepared, signed, secret] = [one.prepared, one.signed, one.secret].map(bytes);
      const our = await finalize(key, prepared, signed, secret);
      const their = await theirs.finalize(publicKey, prepared, signed, secret);
      finished.push([
        hex(our),
        hex(their),
        await theirs.verify(publicKey, our, prepared),
        await verify(key, prepared, their),
      ]);
    }
    return finished;
    """
    setting = OURS + THEIRS + import_theirs
    begun = run(setting + begin, key=public, messages=MESSAGES)
    assert len(begun) == 2 * MESSAGES
    for one in begun:
        one["signed"] = blind.blind_sign(key, bytes.fromhex(one["blinded"])).hex()
    finished = run(setting + finish, key=public, begun=begun)
    assert len(finished) == len(begun)
    for one, (our, their, *valid) in zip(begun, finished, strict=True):
        assert our == their
        assert valid == [True, True]
        prepared, secret = bytes.fromhex(one["prepared"]), int(one["secret"], 16)
        signed = bytes.fromhex(one["signed"])
        assert blind.finalize(key.public_key(), prepared, signed, secret).hex() == our
    assert len({our for our, *_rest in finished}) == 2 * MESSAGES


def test_the_other_server_signs_alike(run: Any, key: RSAPrivateKey, public: str):
    script = """
    const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
    const usages = ["sign"];
    const privateKey =
      await crypto.subtle.importKey("pkcs8", bytes(given.secret), algorithm, true, usages);
    const { blinded } = await blind(key, prepare(new Uint8Array(32)));
    return [hex(blinded), hex(await theirs.blindSign(privateKey, blinded))];
    """
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()).hex()
    blinded, signed = run(OURS + THEIRS + script, key=public, secret=secret)
    assert blind.blind_sign(key, bytes.fromhex(blinded)).hex() == signed


def test_what_is_not_signed_is_not_finished(run: Any, key: RSAPrivateKey, public: str):
    script = """
    const prepared = bytes(given.prepared);
    return finalize(key, prepared, bytes(given.signed), bytes(given.secret)).then(hex);
    """
    hidden = blind.blind(key.public_key(), b"message")
    signed, n = blind.blind_sign(key, hidden.value), key.public_key().public_numbers().n
    given = {
        "key": public,
        "prepared": b"message".hex(),
        "signed": signed.hex(),
        "secret": hidden.inverse.to_bytes(256, "big").hex(),
    }
    assert len(run(OURS + script, **given)) == 512
    longer = (int.from_bytes(signed, "big") + n).to_bytes(257, "big").hex()
    for wrong in [
        {"signed": hidden.value.hex()},
        {"signed": signed.hex()[2:]},
        {"signed": longer},
        {"signed": ""},
        {"prepared": b"another".hex()},
        {"secret": "02".zfill(512)},
    ]:
        with pytest.raises(Error, match="not valid"):
            run(OURS + script, **{**given, **wrong})


def test_a_short_key_and_what_is_no_key_are_refused(run: Any, public: str):
    short = der(generate_private_key(65537, 1024).public_key()).hex()
    with pytest.raises(Error, match="too short"):
        run(OURS, key=short)
    with pytest.raises(Error):
        run(OURS, key=public[:-2])


def test_chance_comes_from_the_browsers_generator_alone(run: Any, public: str):
    """With that one held still, everything stands still."""
    script = """
    let asked = 0;
    if (given.still) {
      crypto.getRandomValues = (array) => { asked += array.length; return array.fill(7); };
    }
    const made = [];
    for (let time = 0; time < 2; time += 1) {
      const prepared = prepare(new Uint8Array(32));
      const { blinded, secret } = await blind(key, prepared);
      made.push([prepared, blinded, secret].map(hex).join(" "));
    }
    return { asked, different: new Set(made).size };
    """
    assert run(OURS + script, key=public)["different"] == 2
    held = run(OURS + script, key=public, still=True)
    assert held == {"different": 1, "asked": 2 * (32 + 48 + 256)}


def test_factors_that_do_not_fit_are_drawn_again(run: Any, key: RSAPrivateKey, public: str):
    script = """
    const drawn = given.drawn.map(bytes);
    crypto.getRandomValues = (array) => { array.set(drawn.shift()); return array; };
    const { secret } = await blind(key, new Uint8Array(64), { salt: new Uint8Array(48) });
    return [hex(secret), drawn.length];
    """
    n, p = key.public_key().public_numbers().n, key.private_numbers().p
    drawn = [n, n + 1, 2**2048 - 1, 0, 1, p, 7 * p, 5, 3]
    secret, left = run(
        OURS + script, key=public, drawn=[one.to_bytes(256, "big").hex() for one in drawn]
    )
    assert int(secret, 16) * 5 % n == 1
    assert left == 1


def test_what_begins_with_zeros_keeps_its_length(run: Any, key: RSAPrivateKey, public: str):
    script = """
    const fixed = { salt: new Uint8Array(48), factor: BigInt(given.factor) };
    return hex((await blind(key, new Uint8Array(64), fixed)).blinded);
    """
    n, d = key.public_key().public_numbers().n, key.private_numbers().d
    encoded = int.from_bytes(blind.pss_encode(bytes(64), 2047, bytes(48)), "big")
    factor = pow(5 * pow(encoded, -1, n), d, n)
    assert run(OURS + script, key=public, factor=str(factor)) == "05".zfill(512)
    hidden = blind.blind(key.public_key(), bytes(64), salt=bytes(48), factor=factor)
    assert hidden.value.hex() == "05".zfill(512)
