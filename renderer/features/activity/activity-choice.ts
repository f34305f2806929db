import type { ActivityFilter, ActivityKey, ActivityOutcome } from '../../../contract/activity.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { MAX_SEARCH_LENGTH } from '../../../contract/derived/limits.ts';
import type { SelectOption } from '../../components/Select.tsx';

/** The state of the controls above the table; each is the text of the search or the `value` of an option. */
export interface ActivityChoice {
  readonly text: string;
  readonly outcome: string;
  readonly model: string;
  readonly key: string;
}

/** No condition. These values are stored. */
const ANY = '*';
/** Requests without a model or a key. */
const NONE = '-';
/** Prefixes an id or a name, so that none of them equals one of the above. */
const NAMED = '=';
export const unfiltered: ActivityChoice = { text: '', outcome: ANY, model: ANY, key: ANY };

const outcomes: readonly ActivityOutcome[] = ['running', 'done', 'failed', 'canceled', 'interrupted'];

export function outcomeOptions(): readonly SelectOption[] {
  return [
    { value: ANY, label: activityText('filter.allRequests') },
    ...outcomes.map((outcome) => ({ value: outcome, label: activityText(`outcome.${outcome}`) })),
  ];
}

export function modelOptions(models: readonly string[], chosen: string): readonly SelectOption[] {
  const options = [
    { value: ANY, label: activityText('filter.allModels') },
    ...models.map((model) => ({ value: NAMED + model, label: model })),
    { value: NONE, label: activityText('filter.noModel') },
  ];
  return withChosen(options, { value: chosen, label: chosen.slice(NAMED.length) });
}

export function keyOptions(keys: readonly ActivityKey[], chosen: string): readonly SelectOption[] {
  const options = [
    { value: ANY, label: activityText('filter.allKeys') },
    ...keys.map(({ id, name }) => ({ value: NAMED + id, label: name })),
    { value: NONE, label: activityText('filter.noKey') },
  ];
  return withChosen(options, { value: chosen, label: activityText('filter.unusedKey') });
}

/** A chosen model or key stays an option when its last request is gone. */
function withChosen(options: readonly SelectOption[], chosen: SelectOption): readonly SelectOption[] {
  return options.some(({ value }) => value === chosen.value) ? options : [...options, chosen];
}

/** Reads a stored choice; what is invalid is left out. */
export function readChoice(stored: unknown): ActivityChoice {
  if (typeof stored !== 'object' || stored === null) return unfiltered;
  const read = (name: keyof ActivityChoice): string => {
    const value: unknown = Reflect.get(stored, name);
    return typeof value === 'string' ? value : unfiltered[name];
  };
  const outcome = outcomes.find((value) => value === read('outcome')) ?? ANY;
  return { text: read('text'), model: read('model'), key: read('key'), outcome };
}

/** The filter for the host. */
export function filterOf(choice: ActivityChoice): ActivityFilter {
  const text = choice.text.trim();
  const outcome = outcomes.find((value) => value === choice.outcome);
  const model = conditionOf(choice.model);
  const key = conditionOf(choice.key);
  return {
    ...(text === '' ? {} : { text: text.slice(0, MAX_SEARCH_LENGTH) }),
    ...(outcome ? { outcome } : {}),
    ...(model === undefined ? {} : { model }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Undefined for no condition, null for requests without one. */
function conditionOf(value: string): string | null | undefined {
  if (value === ANY) return undefined;
  return value === NONE ? null : value.slice(NAMED.length);
}
