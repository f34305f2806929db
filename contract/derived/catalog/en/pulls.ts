import { defineTexts } from '../define-texts.ts';

/** The progress of a model download, on every page that shows one. */
export const pullsText = defineTexts({
  'progress.name': 'Pulling {model}',
  'progress.paused': 'Paused',
  'progress.pausedAt': '{amount}, paused',
  'progress.failed': 'Failed',
  'progress.failedAt': '{size} downloaded',
  'progress.lookingUp': 'Looking up model…',
  'progress.lookingUpAt': '{amount}, looking up model…',
  'progress.verifying': 'Verifying…',
  'progress.verifyingAt': '{amount}, verifying…',
  'progress.finishing': 'Finishing…',
  'progress.finishingAt': '{amount}, finishing…',
  'progress.waiting': 'Waiting for the server…',
  'progress.waitingAt': '{amount}, waiting for the server…',
  'progress.starting': 'Starting…',
  'progress.startingAt': '{amount}, starting…',
  'announcement.running': '{model}: {percent} percent',
  'announcement.paused': '{model}: {percent} percent, paused',
  'announcement.failed': '{model}: {reason}',
  'announcement.failedNoReason': '{model}: The download failed.',
});
