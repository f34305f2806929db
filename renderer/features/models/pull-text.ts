import { formatBytes, formatBytesOf, formatSpeed } from '../../../contract/derived/format/format-bytes.ts';
import { formatTimeLeft } from '../../../contract/derived/format/format-duration.ts';
import type { Pull } from '../../../contract/models.ts';

/** 0 to 100, or null before the first layer is known. */
export function pullPercent({ completedBytes, totalBytes }: Pull): number | null {
  if (totalBytes === null || totalBytes <= 0) return null;
  return Math.min(100, Math.floor((completedBytes / totalBytes) * 100));
}

/** `3.1 of 8.1 GB, 24.6 MB/s, 3 min left`; before there are figures, what Ollama is doing. */
export function pullText(pull: Pull): string {
  const { state, completedBytes, totalBytes, bytesPerSecond, secondsLeft } = pull;
  const amount = totalBytes === null ? null : formatBytesOf(completedBytes, totalBytes);
  if (state === 'paused') return amount === null ? 'Paused' : `${amount}, paused`;
  if (state === 'failed') return completedBytes > 0 ? `${formatBytes(completedBytes)} kept` : 'Failed';
  if (amount === null) return phaseWords(pull.phase);
  if (completedBytes >= (totalBytes ?? 0) || waits(pull)) return `${amount}, ${phaseWords(pull.phase).toLowerCase()}`;
  return [
    amount,
    bytesPerSecond !== null && formatSpeed(bytesPerSecond),
    secondsLeft !== null && formatTimeLeft(secondsLeft),
  ]
    .filter(Boolean)
    .join(', ');
}

/** The server is away; the pull goes on by itself when it runs again. */
function waits({ phase }: Pull): boolean {
  return /waiting/.test(phase);
}

/** Ollama's own status lines in words that say something to a person. */
function phaseWords(phase: string): string {
  if (/manifest/.test(phase)) return /writing/.test(phase) ? 'Finishing…' : 'Looking it up…';
  if (/verifying/.test(phase)) return 'Checking…';
  if (/waiting/.test(phase)) return 'Waiting for the server…';
  if (/removing|success/.test(phase)) return 'Finishing…';
  return 'Starting…';
}

/** What is read out: each quarter once, not every percent. */
export function pullAnnouncement(pull: Pull): string {
  if (pull.state === 'failed') return `${pull.name}: ${pull.failure?.message ?? 'The download failed.'}`;
  const quarter = Math.floor((pullPercent(pull) ?? 0) / 25) * 25;
  return `${pull.name}: ${quarter} percent${pull.state === 'paused' ? ', paused' : ''}`;
}
