import type { Sampling } from '../stream/stream-protocol.ts';

/** What the person has set beside a request; null and empty mean "leave it to the model". */
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

/** Only what is set is sent. */
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
  readonly whole: boolean;
  /** Said when the text breaks the rule. */
  readonly sentence: string;
}

export const numberRules = {
  temperature: { min: 0, max: 2, whole: false, sentence: 'Temperature is 0 to 2.' },
  topP: { min: 0, max: 1, whole: false, sentence: 'Top P is 0 to 1.' },
  maxTokens: { min: 1, max: 1_000_000, whole: true, sentence: 'A whole number, 1 or more.' },
  seed: { min: 0, max: 2_147_483_647, whole: true, sentence: 'A whole number, 0 or more.' },
} as const satisfies Record<string, NumberRule>;

export type ParsedNumber = { readonly value: number | null } | { readonly problem: string };

/** What a person has typed into a number's field; an empty field is "not set". A decimal comma counts as a point. */
export function parseNumber(text: string, rule: NumberRule): ParsedNumber {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return { value: null };
  const value = Number(trimmed);
  const fits =
    Number.isFinite(value) && value >= rule.min && value <= rule.max && (!rule.whole || Number.isInteger(value));
  return fits ? { value } : { problem: rule.sentence };
}

/** Parameters from what an earlier visit has stored; anything that doesn't fit is left out. */
export function readParameters(stored: unknown): Parameters {
  if (typeof stored !== 'object' || stored === null) return noParameters;
  const read = (name: keyof typeof numberRules): number | null => {
    const value: unknown = Reflect.get(stored, name);
    const parsed = typeof value === 'number' ? parseNumber(String(value), numberRules[name]) : { value: null };
    return 'value' in parsed ? parsed.value : null;
  };
  const systemPrompt: unknown = Reflect.get(stored, 'systemPrompt');
  const stop: unknown = Reflect.get(stored, 'stop');
  return {
    systemPrompt: typeof systemPrompt === 'string' ? systemPrompt : '',
    temperature: read('temperature'),
    topP: read('topP'),
    maxTokens: read('maxTokens'),
    seed: read('seed'),
    stop: Array.isArray(stop) ? stop.filter((entry) => typeof entry === 'string') : [],
  };
}
