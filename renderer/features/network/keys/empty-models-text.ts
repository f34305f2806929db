import type { ModelsSlice } from '../../../../contract/models.ts';

/** Why there is no model to choose. */
export function emptyModelsText({ known }: Pick<ModelsSlice, 'known'>): string {
  return known ? 'No model is installed yet.' : 'The models appear when the server runs.';
}
