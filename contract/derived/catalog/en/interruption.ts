import { defineTexts } from '../define-texts.ts';

/** What the window and the menu bar ask before an action interrupts work in progress. */
export const interruptionText = defineTexts({
  'title.any': 'Interrupt requests in progress?',
  'title.stop': 'Stop the server now?',
  'title.restart': 'Restart the server now?',
  'title.changeAccess': 'Change network access now?',

  'confirm.stop': 'Stop Now',
  'confirm.restart': 'Restart Now',
  'confirm.changeAccess': 'Change Now',
  'confirm.whenIdle': 'When Idle',
  'confirm.cancel': 'Cancel',

  none: 'No requests are going through Corral anymore.',
  responses:
    '{count, plural, one {# response is in progress and will be interrupted.} other {# responses are in progress and will be interrupted.}}',
  'downloads.serverStarts':
    '{count, plural, one {{names} is downloading and resumes when the server starts again.} other {{names} are downloading and resume when the server starts again.}}',
  'downloads.corralOpens':
    '{count, plural, one {{names} is downloading and resumes when you open Corral again.} other {{names} are downloading and resume when you open Corral again.}}',
  'limit.all': 'Corral only sees requests that go through it. Other apps’ responses may be interrupted too.',
  'limit.stop': 'Apps can’t connect until you start the server again.',
  'limit.quit': 'Apps can’t connect until you open Corral again.',
  'limit.restart':
    '{waits, select, yes {New requests wait} other {New requests are rejected}} until the server is back.',
  'limit.changeAccess': 'New requests may be rejected for a moment while the server moves.',
  'limit.keyedRequests':
    'Apps on this Mac aren’t affected, and neither are clients with a key on networks that stay on.',
});
