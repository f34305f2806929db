import { hash, randomInt } from 'node:crypto';

/** Letters and digits only, so that a double click selects all that follows the hyphen. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BEGINS = 'corral-';
/** Each letter is worth 5.95 bits: the 4 that are shown leave 262 that nobody sees. */
const LETTERS = 48;
const SHOWN_LETTERS = 4;

/** A new secret from the system's generator. */
export function newSecret(): string {
  return BEGINS + Array.from({ length: LETTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** What may be shown of it, to know it by: `corral-a1b2`. */
export function secretPrefix(secret: string): string {
  return secret.slice(0, BEGINS.length + SHOWN_LETTERS);
}

/** SHA-256, 32 bytes. A secret of that many random bits needs no slow hash. */
export function secretHash(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
