import { locateFormModel } from './locate-form-model.ts';
import { type LocatedName, locateModel, type NameField, replaceModel } from './locate-model.ts';

/** The model that an alias for all keys points to; null for a name that is none. */
export type ResolveAlias = (name: string) => string | null;

/** How a request names its model. */
export type ModelNaming = 'model' | 'model-or-name' | 'form';

export interface NamedRequest {
  readonly body: Buffer;
  /** The model that the server gets; null where it finds none. */
  readonly model: string | null;
}

const MODEL_FIELD: readonly NameField[] = ['model'];
const MODEL_OR_NAME_FIELD: readonly NameField[] = ['model', 'name'];

function replaceInForm(bytes: Buffer, { from, to }: LocatedName, name: string): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(name), bytes.subarray(to)]);
}

/** Replaces an alias in a body by its model; no other byte changes, and none where no alias applies. */
export function resolveAlias(
  body: Buffer,
  {
    naming,
    contentType,
    resolve,
  }: { readonly naming: ModelNaming; readonly contentType: string; readonly resolve: ResolveAlias },
): NamedRequest {
  const isForm = naming === 'form';
  const located = isForm
    ? locateFormModel(body, contentType)
    : locateModel(body, naming === 'model' ? MODEL_FIELD : MODEL_OR_NAME_FIELD);
  if (located === null) return { body, model: null };
  const model = resolve(located.name);
  const replaced = model === null ? null : (isForm ? replaceInForm : replaceModel)(body, located, model);
  return replaced === null ? { body, model: located.name } : { body: replaced, model };
}
