import { defineTexts } from '../define-texts.ts';

/** What the window tells a person without being asked, on top of every page. */
export const noticesText = defineTexts({
  'activityNotSaved.title': 'Couldn’t save activity',
  'activityNotSaved.detail':
    'Requests aren’t affected, but Activity will be lost when Corral quits. The disk may be full. ({reason})',
});
