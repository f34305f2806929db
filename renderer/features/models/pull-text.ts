import { pullsText } from '../../../contract/derived/catalog/en/pulls.ts';
import { formatBytes, formatBytesOf, formatSpeed } from '../../../contract/derived/format/format-bytes.ts';
import { formatTimeLeft } from '../../../contract/derived/format/format-duration.ts';
import type { Pull } from '../../../contract/models.ts';

/** 0 to 100; null before the first layer is known. */
export function pullPercent({ completedBytes, totalBytes }: Pull): number | null {
  if (totalBytes === null || totalBytes <= 0) return null;
  return Math.min(100, Math.floor((completedBytes / totalBytes) * 100));
}

/** `3.1 of 8.1 GB, 24.6 MB/s, 3 min left`; before the size is known, the phase. */
export function pullText(pull: Pull): string {
  const { state, completedBytes, totalBytes } = pull;
  const amount = totalBytes === null ? null : formatBytesOf(completedBytes, totalBytes);
  if (state === 'paused') {
    return amount === null ? pullsText('progress.paused') : pullsText('progress.pausedAt', { amount });
  }
  if (state === 'failed') {
    return completedBytes > 0
      ? pullsText('progress.failedAt', { size: formatBytes(completedBytes) })
      : pullsText('progress.failed');
  }
  const phase = pullPhase(pull);
  if (amount === null) return pullsText(`progress.${phase}`);
  const isDownloading = completedBytes < (totalBytes ?? 0) && phase !== 'waiting';
  return isDownloading ? downloadText(pull, amount) : pullsText(`progress.${phase}At`, { amount });
}

function downloadText({ bytesPerSecond, secondsLeft }: Pull, amount: string): string {
  return [
    amount,
    bytesPerSecond !== null && formatSpeed(bytesPerSecond),
    secondsLeft !== null && formatTimeLeft(secondsLeft),
  ]
    .filter(Boolean)
    .join(', ');
}

type PullPhase = 'lookingUp' | 'verifying' | 'waiting' | 'finishing' | 'starting';

/**
 * From the status lines that Ollama streams (`pulling manifest`, `verifying sha256 digest`, `writing manifest`,
 * `removing any unused layers`, `success`) and core's `waiting for the server`.
 */
function pullPhase({ phase }: Pull): PullPhase {
  if (/writing manifest|removing|success/.test(phase)) return 'finishing';
  if (/manifest/.test(phase)) return 'lookingUp';
  if (/verifying/.test(phase)) return 'verifying';
  return /waiting/.test(phase) ? 'waiting' : 'starting';
}

/** For screen readers: changes once a quarter, not with every percent. */
export function pullAnnouncement(pull: Pull): string {
  const { name: model, state, failure } = pull;
  if (state === 'failed') {
    return failure
      ? pullsText('announcement.failed', { model, reason: failure.message })
      : pullsText('announcement.failedNoReason', { model });
  }
  const percent = Math.floor((pullPercent(pull) ?? 0) / 25) * 25;
  return pullsText(`announcement.${state}`, { model, percent });
}
