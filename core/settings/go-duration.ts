const secondsOf: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  // Go takes the micro sign and the Greek letter.
  '\u00b5s': 1e-6,
  '\u03bcs': 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3_600,
};
const part = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;
const whole = new RegExp(`^-?(?:${part.source})+$`);

/**
 * Seconds of what Ollama reads as a duration: whole seconds (`300`), or Go's form (`1h30m`); negative where it begins with a
 * minus. Null for what Ollama would pass over without a word.
 */
export function durationSeconds(text: string): number | null {
  if (/^-?\d+$/.test(text)) return Number(text);
  if (!whole.test(text)) return null;
  const parts = [...text.matchAll(part)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (secondsOf[unit ?? ''] ?? 0), 0);
  return text.startsWith('-') ? -seconds : seconds;
}
