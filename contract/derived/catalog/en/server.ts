import { defineTexts } from '../define-texts.ts';

/** The server's states, owners and causes, as every surface words them. */
export const serverText = defineTexts({
  'title.running': 'Running',
});
