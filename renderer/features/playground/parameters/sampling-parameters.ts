import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import type { Sampling } from '../stream/stream-protocol.ts';

/** The parameters of a request; null and empty ones aren't sent, so that the model's defaults apply. */
export interface Parameters {
  readonly systemPrompt: string;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly maxTokens: number | null;
  readonly seed: number | null;
  readonly stop: readonly string[];
}

export const noParameters: Parameters = {
  systemPrompt: '',
  temperature: null,
  topP: null,
  maxTokens: null,
  seed: null,
  stop: [],
};

/** The sampling parameters that are set. */
export function toSampling({ temperature, topP, maxTokens, seed, stop }: Parameters): Sampling {
  return {
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(maxTokens === null ? {} : { max_tokens: maxTokens }),
    ...(seed === null ? {} : { seed }),
    ...(stop.length === 0 ? {} : { stop }),
  };
}

export interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
}

export const numberRules = {
  temperature: { min: 0, max: 2, isInteger: false },
  topP: { min: 0, max: 1, isInteger: false },
  maxTokens: { min: 1, max: 1_000_000, isInteger: true },
  seed: { min: 0, max: 2_147_483_647, isInteger: true },
} as const satisfies Record<string, NumberRule>;

export type ParsedNumber = { readonly value: number | null } | { readonly problem: string };

/** The value of a number field; an empty field is null. A decimal comma counts as a point. */
export function parseNumber(text: string, { min, max, isInteger }: NumberRule): ParsedNumber {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return { value: null };
  const value = Number(trimmed);
  const isValid = Number.isFinite(value) && value >= min && value <= max && (!isInteger || Number.isInteger(value));
  if (isValid) return { value };
  return { problem: playgroundText(isInteger ? 'parameters.wholeRange' : 'parameters.range', { min, max }) };
}

/** Reads stored parameters; invalid ones are left out. */
export function readParameters(stored: unknown): Parameters {
  if (typeof stored !== 'object' || stored === null) return noParameters;
  const readNumber = (name: keyof typeof numberRules): number | null => {
    const value: unknown = Reflect.get(stored, name);
    const parsed = typeof value === 'number' ? parseNumber(String(value), numberRules[name]) : { value: null };
    return 'value' in parsed ? parsed.value : null;
  };
  const systemPrompt: unknown = Reflect.get(stored, 'systemPrompt');
  const stop: unknown = Reflect.get(stored, 'stop');
  return {
    systemPrompt: typeof systemPrompt === 'string' ? systemPrompt : '',
    temperature: readNumber('temperature'),
    topP: readNumber('topP'),
    maxTokens: readNumber('maxTokens'),
    seed: readNumber('seed'),
    stop: Array.isArray(stop) ? stop.filter((entry) => typeof entry === 'string') : [],
  };
}
