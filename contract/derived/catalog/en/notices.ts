import { defineTexts } from '../define-texts.ts';

/** What the window tells a person without being asked, on top of every page. */
export const noticesText = defineTexts({
  'activityNotSaved.title': 'Couldn’t save activity',
  'activityNotSaved.detail':
    'Requests aren’t affected, but Activity will be lost when Corral quits. The disk may be full. ({reason})',
  fileMoved: 'Corral moved it to {file} in the data folder.',
  'keysUnreadable.title': 'Couldn’t read the API keys file',
  'keysUnreadable.detail': 'Existing keys no longer work. Create new ones on the Network page.',
  'aliasesUnreadable.title': 'Couldn’t read the model aliases file',
  'aliasesUnreadable.detail': 'Existing aliases no longer work. Add them again on the Network page.',
});
