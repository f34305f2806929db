import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { type NumberRule, numberText, type Parsed, parseNumber } from '../../../components/parse-number.ts';
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

/** The texts of the fields. They are all there is, so that what is sent is what is shown. */
export interface ParametersDraft extends Readonly<Record<NumberParameterName, string>> {
  readonly systemPrompt: string;
  readonly stop: readonly string[];
  /** A stop sequence that isn't in the list yet. */
  readonly newStop: string;
}

export const emptyParameters: ParametersDraft = {
  systemPrompt: '',
  temperature: '',
  topP: '',
  maxTokens: '',
  seed: '',
  stop: [],
  newStop: '',
};

export const numberRules = {
  temperature: { min: 0, max: 2, kind: 'decimal' },
  topP: { min: 0, max: 1, kind: 'decimal' },
  maxTokens: { min: 1, max: 1_000_000, kind: 'count' },
  seed: { min: 0, max: 2_147_483_647, kind: 'count' },
} as const satisfies Record<string, NumberRule>;
export type NumberParameterName = keyof typeof numberRules;
/** In the order of the fields. */
const numberParameterNames: readonly NumberParameterName[] = ['temperature', 'topP', 'maxTokens', 'seed'];

/** The limit of OpenAI's API. */
export const MAX_STOP_SEQUENCES = 4;

export function parseNumberParameter(name: NumberParameterName, text: string): Parsed<number | null> {
  const rule: NumberRule = numberRules[name];
  const { min, max, kind } = rule;
  return parseNumber(
    text,
    rule,
    playgroundText(kind === 'decimal' ? 'parameters.range' : 'parameters.wholeRange', { min, max }),
  );
}

/** The stop sequences with the new one, which isn't added twice. */
export function withNewStop({ stop, newStop }: Pick<ParametersDraft, 'stop' | 'newStop'>): readonly string[] {
  const isNew = newStop !== '' && !stop.includes(newStop) && stop.length < MAX_STOP_SEQUENCES;
  return isNew ? [...stop, newStop] : stop;
}

/** What to send, or which field keeps it from being sent and what to enter there. */
export function parseParameters(draft: ParametersDraft): Parsed<Parameters> {
  const numbers = new Map<NumberParameterName, number | null>();
  for (const name of numberParameterNames) {
    const parsed = parseNumberParameter(name, draft[name]);
    if ('problem' in parsed) {
      const parameter = playgroundText(`parameters.${name}`);
      return { problem: playgroundText('parameters.invalid', { parameter, problem: parsed.problem }) };
    }
    numbers.set(name, parsed.value);
  }
  return {
    value: {
      systemPrompt: draft.systemPrompt,
      temperature: numbers.get('temperature') ?? null,
      topP: numbers.get('topP') ?? null,
      maxTokens: numbers.get('maxTokens') ?? null,
      seed: numbers.get('seed') ?? null,
      stop: withNewStop(draft),
    },
  };
}

/** Reads what was stored: texts, or the numbers that earlier builds stored. What is neither is left out. */
export function readParameters(stored: unknown): ParametersDraft {
  if (typeof stored !== 'object' || stored === null) return emptyParameters;
  const text = (name: keyof ParametersDraft): string => {
    const value: unknown = Reflect.get(stored, name);
    if (typeof value === 'number') return numberText(value);
    return typeof value === 'string' ? value : '';
  };
  const stop: unknown = Reflect.get(stored, 'stop');
  const sequences = Array.isArray(stop) ? stop.filter((entry) => typeof entry === 'string' && entry !== '') : [];
  return {
    systemPrompt: text('systemPrompt'),
    temperature: text('temperature'),
    topP: text('topP'),
    maxTokens: text('maxTokens'),
    seed: text('seed'),
    stop: [...new Set<string>(sequences)].slice(0, MAX_STOP_SEQUENCES),
    newStop: text('newStop'),
  };
}
