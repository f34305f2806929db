/**
 * Cuts a text into pieces of the size of tokens; joined they are the text again.
 * @param {string} text
 * @returns {string[]}
 */
export function tokenize(text) {
  return text.match(/\s?[^\s]{1,6}|\s/g) ?? [];
}

/**
 * A model's count of a prompt's tokens: about four characters each, never none.
 * @param {string} text
 */
export function countTokens(text) {
  return Math.max(1, Math.ceil(text.length / 4));
}
