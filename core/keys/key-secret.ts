import { hash, randomInt } from 'node:crypto';

/** Letters and digits only, so that a double-click selects all that follows the hyphen. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'corral-';
/** Each character is worth 5.95 bits: without the 4 that are shown, 262 bits are left. */
const RANDOM_CHARACTERS = 48;
const SHOWN_CHARACTERS = 4;

/** A new secret from the system's random number generator. */
export function newSecret(): string {
  return PREFIX + Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** The part of a secret that is shown, to tell keys apart: `corral-a1b2`. */
export function secretPrefix(secret: string): string {
  return secret.slice(0, PREFIX.length + SHOWN_CHARACTERS);
}

/** SHA-256 in hexadecimal. A secret with that many random bits needs no slow hash. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'hex');
}
