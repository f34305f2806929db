import { formatCount, formatOneDigit } from './format-number.ts';

const step = 1000;
const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** From here on a digit after the point says nothing. */
const wholeFrom = 99.95;

/** The unit's place in `units`: the largest one in which the number, as it will be shown, is at least 1. */
function unitOf(bytes: number): number {
  const exact = bytes > 0 ? Math.floor(Math.log(bytes) / Math.log(step)) : 0;
  const index = Math.min(Math.max(exact, 0), units.length - 1);
  return index < units.length - 1 && Math.round(bytes / step ** index) >= step ? index + 1 : index;
}

function amountIn(bytes: number, unit: number): string {
  const value = bytes / step ** unit;
  return unit >= 3 && value < wholeFrom ? formatOneDigit(value) : formatCount(value);
}

/** `5.2 GB`, `274 MB`: decimal units as macOS uses them, one digit from GB on, none from 100. */
export function formatBytes(bytes: number): string {
  const unit = unitOf(bytes);
  return `${amountIn(bytes, unit)} ${units[unit] ?? 'B'}`;
}

/** The same; null for 0, which is a size that isn't known. */
export function formatKnownBytes(bytes: number): string | null {
  return bytes > 0 ? formatBytes(bytes) : null;
}

/** `3.1 of 8.1 GB`: both in the unit of the whole. */
export function formatBytesOf(part: number, total: number): string {
  const unit = unitOf(total);
  return `${amountIn(part, unit)} of ${formatBytes(total)}`;
}

/** `24.6 MB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
  const unit = unitOf(bytesPerSecond);
  const value = bytesPerSecond / step ** unit;
  return `${unit >= 2 ? formatOneDigit(value) : formatCount(value)} ${units[unit] ?? 'B'}/s`;
}

/** Memory as it is sold: `16 GB` for 16 GiB. */
export function formatMemory(bytes: number): string {
  return `${formatCount(bytes / 1024 ** 3)} GB`;
}
