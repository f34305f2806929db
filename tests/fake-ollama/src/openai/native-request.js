/** @import { Schema } from '../types.ts' */
import { ApiError } from '../http/api-error.js';

/** @type {Readonly<Record<string, string | false>>} */
const EFFORTS = {
  none: false,
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  max: 'max',
  xhigh: 'max',
  ultra: 'max',
};

/**
 * The native `think` of an OpenAI reasoning effort; null leaves the model's default.
 * @param {string | null | undefined} effort
 */
export function thinkOf(effort) {
  if (effort === undefined || effort === null || effort === '') return null;
  const think = EFFORTS[effort];
  if (think !== undefined) return think;
  throw new ApiError(
    400,
    `invalid reasoning value: ${JSON.stringify(effort)} (must be "minimal", "low", "medium", "high", "xhigh", "ultra", "max", or "none")`,
  );
}

/**
 * The native `format` of an OpenAI response format.
 * @param {{ readonly type?: string, readonly json_schema?: { readonly schema?: Schema } } | null | undefined} responseFormat
 * @returns {'json' | Schema | null}
 */
export function formatOf(responseFormat) {
  if (responseFormat?.type === 'json_object') return 'json';
  return responseFormat?.type === 'json_schema' ? (responseFormat.json_schema?.schema ?? null) : null;
}

/**
 * The sampling options that the fake obeys: the length and the stops.
 * @param {{ readonly max_tokens?: number, readonly stop?: string | readonly string[] | null }} request
 */
export function optionsFrom({ max_tokens: limit, stop }) {
  return {
    ...(typeof limit === 'number' ? { num_predict: limit } : {}),
    ...(stop === undefined || stop === null ? {} : { stop: [stop].flat() }),
  };
}
