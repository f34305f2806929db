import type { ActivityFilter, ActivityKey, ActivityOutcome } from '../../../contract/activity.ts';
import type { SelectOption } from '../../components/Select.tsx';

/** What the controls above the table stand at; a model and a key as the `value` of an option. */
export interface ActivityChoice {
  readonly text: string;
  readonly outcome: string;
  readonly model: string;
  readonly key: string;
}

/** No condition; a model can't be named so. */
const any = '*';
/** Requests without one. */
const none = '-';
/** Before an id or a name, so that none of them can be one of the above. */
const named = '=';

export const everything: ActivityChoice = { text: '', outcome: any, model: any, key: any };

/** Of what was stored, as far as it is a choice that there is. */
export function readChoice(stored: unknown): ActivityChoice {
  if (typeof stored !== 'object' || stored === null) return everything;
  const read = (name: keyof ActivityChoice): string => {
    const value: unknown = Reflect.get(stored, name);
    return typeof value === 'string' ? value : everything[name];
  };
  const outcome = read('outcome');
  return {
    text: read('text'),
    model: read('model'),
    key: read('key'),
    outcome: outcomeOptions.some(({ value }) => value === outcome) ? outcome : any,
  };
}

const outcomes: readonly { readonly value: ActivityOutcome; readonly label: string }[] = [
  { value: 'running', label: 'Answering' },
  { value: 'done', label: 'Answered' },
  { value: 'failed', label: 'Failed Only' },
  { value: 'canceled', label: 'Stopped' },
  { value: 'interrupted', label: 'Interrupted' },
];

export const outcomeOptions: readonly SelectOption[] = [{ value: any, label: 'All Requests' }, ...outcomes];

/** Where what is chosen has no request left it stays what is chosen. */
function withChosen(options: readonly SelectOption[], chosen: string, label: string): readonly SelectOption[] {
  return options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, label }];
}

export function modelOptions(models: readonly string[], chosen: string): readonly SelectOption[] {
  const options = [
    { value: any, label: 'All Models' },
    ...models.map((model) => ({ value: named + model, label: model })),
    { value: none, label: 'Without a Model' },
  ];
  return withChosen(options, chosen, chosen.slice(named.length));
}

export function keyOptions(keys: readonly ActivityKey[], chosen: string): readonly SelectOption[] {
  const options = [
    { value: any, label: 'All Keys' },
    ...keys.map(({ id, name }) => ({ value: named + id, label: name })),
    { value: none, label: 'Without a Key' },
  ];
  return withChosen(options, chosen, 'A Key Without Requests');
}

function conditionOf(value: string): string | null | undefined {
  if (value === any) return undefined;
  return value === none ? null : value.slice(named.length);
}

/** The filter the host is asked with. */
export function filterOf({ text, outcome, model, key }: ActivityChoice): ActivityFilter {
  const desired = text.trim();
  const chosen = outcomes.find(({ value }) => value === outcome);
  const wantedModel = conditionOf(model);
  const wantedKey = conditionOf(key);
  return {
    ...(desired === '' ? {} : { text: desired.slice(0, 200) }),
    ...(chosen ? { outcome: chosen.value } : {}),
    ...(wantedModel === undefined ? {} : { model: wantedModel }),
    ...(wantedKey === undefined ? {} : { key: wantedKey }),
  };
}
