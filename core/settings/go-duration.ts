const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  // Go accepts the micro sign and the Greek letter.
  '\u00b5s': 1e-6,
  '\u03bcs': 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3_600,
};
const PART = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;
const DURATION = new RegExp(`^[-+]?(?:${PART.source})+$`);

/** Go counts nanoseconds in 64 bits: 292 years. */
export const MAX_DURATION_SECONDS = 9_223_372_036;

/**
 * Seconds of what Ollama reads as a duration: whole seconds (`300`) or Go's form (`1h30m`); negative if it begins with a minus.
 * Null for anything else, which Ollama silently ignores.
 */
export function durationSeconds(text: string): number | null {
  if (/^[-+]?\d+$/.test(text)) return Number(text);
  if (!DURATION.test(text)) return null;
  const parts = [...text.matchAll(PART)];
  const seconds = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (SECONDS_PER_UNIT[unit ?? ''] ?? 0),
    0,
  );
  return text.startsWith('-') ? -seconds : seconds;
}
