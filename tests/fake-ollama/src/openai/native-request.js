import { ApiError } from '../http/api-error.js';

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

/** The native `think` of an OpenAI reasoning effort; undefined leaves the model's default. */
export function thinkOf(effort) {
  if (effort === undefined || effort === null || effort === '') return undefined;
  if (effort in EFFORTS) return EFFORTS[effort];
  throw new ApiError(
    400,
    `invalid reasoning value: ${JSON.stringify(effort)} (must be "minimal", "low", "medium", "high", "xhigh", "ultra", "max", or "none")`,
  );
}

export function formatOf(responseFormat) {
  if (responseFormat?.type === 'json_object') return 'json';
  return responseFormat?.type === 'json_schema' ? responseFormat.json_schema?.schema : undefined;
}

/** The sampling options that the fake obeys: the length and the stops. */
export function optionsFrom({ max_tokens: limit, stop }) {
  return {
    ...(typeof limit === 'number' ? { num_predict: limit } : {}),
    ...(stop === undefined || stop === null ? {} : { stop: [stop].flat() }),
  };
}
