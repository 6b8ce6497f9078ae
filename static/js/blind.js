// Blind signatures (RFC 9474, RSABSSA-SHA384-PSS-Randomized): the server signs what it cannot see.
// Three steps of the browser, prepare, blind and finalize, with the server's signature before the
// last. No library; randomness comes from the browser's own generator alone.
import { fromText, joined, toBytes, toNumber } from "./bytes.js";

const ALGORITHM = { name: "RSA-PSS", hash: "SHA-384" };
const PREFIX_BYTES = 32;
const HASH_BYTES = 48;
const SALT_BYTES = 48;

const { crypto } = window;
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));

// The public key in the server's form (SubjectPublicKeyInfo, DER), its numbers, its sizes.
export async function readKey(der) {
  const key = await crypto.subtle.importKey("spki", der, ALGORITHM, true, ["verify"]);
  const numbers = await crypto.subtle.exportKey("jwk", key);
  const [n, e] = [numbers.n, numbers.e].map((text) => toNumber(fromText(text)));
  const bits = n.toString(2).length;
  if (bits < 2048) {
    throw new Error("The key is too short.");
  }
  return { key, n, e, bits, length: Math.ceil(bits / 8) };
}

// Random bytes before the message, so that nobody can guess it.
export const prepare = (message) => joined(random(PREFIX_BYTES), message);

// {blinded, secret}: what the server signs, and what takes the blinding off again afterwards.
export async function blind({ n, e, bits, length }, prepared, { salt, factor } = {}) {
  const encoded = toNumber(await encode(prepared, bits - 1, salt ?? random(SALT_BYTES)));
  const r = factor ?? randomFactor(n, length);
  if (inverse(encoded, n) === null) {
    throw new Error("The message shares a factor with the key.");
  }
  return {
    blinded: toBytes((encoded * power(r, e, n)) % n, length),
    secret: toBytes(inverse(r, n), length),
  };
}

// The signature on the prepared message. Throws unless it is valid: only then does it tell nothing.
export async function finalize(publicKey, prepared, signed, secret, saltLength = SALT_BYTES) {
  const { n, length } = publicKey;
  const signature = toBytes((toNumber(signed) * toNumber(secret)) % n, length);
  if (signed.length !== length || !(await verify(publicKey, prepared, signature, saltLength))) {
    throw new Error("The signature is not valid.");
  }
  return signature;
}

// An ordinary RSA-PSS signature by now: the browser's own check.
export const verify = ({ key }, prepared, signature, saltLength = SALT_BYTES) =>
  crypto.subtle.verify({ name: "RSA-PSS", saltLength }, key, signature, prepared);

// EMSA-PSS-ENCODE, RFC 8017, section 9.1.1.
async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await sha384(joined(new Uint8Array(8), await sha384(message), salt));
  const zeros = new Uint8Array(length - HASH_BYTES - salt.length - 2);
  const block = joined(zeros, Uint8Array.of(1), salt);
  const mask = await mgf1(hash, block.length);
  const masked = block.map((byte, at) => byte ^ mask[at]);
  masked[0] &= 0xff >> (8 * length - bits);
  return joined(masked, hash, Uint8Array.of(0xbc));
}

async function mgf1(seed, length) {
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, counter) =>
    sha384(joined(seed, toBytes(BigInt(counter), 4))),
  );
  return joined(...(await Promise.all(blocks))).slice(0, length);
}

// Evenly among the numbers that can be inverted: what does not fit is thrown away, never folded.
function randomFactor(n, length) {
  for (;;) {
    const number = toNumber(random(length));
    if (number > 1n && number < n && inverse(number, n) !== null) {
      return number;
    }
  }
}

function power(base, exponent, modulus) {
  let [result, square] = [1n, base];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) {
      result = (result * square) % modulus;
    }
    square = (square * square) % modulus;
  }
  return result;
}

// Extended Euclid; null where there is no inverse.
function inverse(number, modulus) {
  let [a, b, x, y] = [number, modulus, 1n, 0n];
  while (b) {
    const times = a / b;
    [a, b, x, y] = [b, a - times * b, y, x - times * y];
  }
  return a === 1n ? ((x % modulus) + modulus) % modulus : null;
}
