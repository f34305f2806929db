import { describe, expect, it } from 'vitest';
import { formatBytes, formatBytesOf, formatMemory, formatSpeed } from './format-bytes.ts';
import { formatCoarse, formatDuration, formatTimeLeft } from './format-duration.ts';
import { formatClockAndDay, formatDateTime, formatDay, formatRecentClock } from './format-time.ts';

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '2 kB'],
    [274_300_000, '274 MB'],
    [999_600_000, '1.0 GB'],
    [5_225_000_000, '5.2 GB'],
    [99_960_000_000, '100 GB'],
    [212_400_000_000, '212 GB'],
    [3_500_000_000_000, '3.5 TB'],
  ])('%d bytes is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('writes a part in the unit of the whole', () => {
    expect(formatBytesOf(950_000_000, 8_100_000_000)).toBe('1.0 of 8.1 GB');
    expect(formatBytesOf(3_000_000, 274_000_000)).toBe('3 of 274 MB');
  });

  it('writes speeds and memory', () => {
    expect(formatSpeed(24_640_000)).toBe('24.6 MB/s');
    expect(formatSpeed(850_000)).toBe('850 kB/s');
    expect(formatMemory(16 * 1024 ** 3)).toBe('16 GB');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [8400, '8 s'],
    [252_000, '4 min 12 s'],
    [3_600_000, '1 h'],
    [22_320_000, '6 h 12 min'],
    [273_600_000, '3 d 4 h'],
    [-5000, '0 s'],
  ])('%d ms is %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it('is coarse where it would jump about', () => {
    expect(formatTimeLeft(44.2)).toBe('45 s left');
    expect(formatTimeLeft(130)).toBe('3 min left');
    expect(formatCoarse(252_000)).toBe('5 min');
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 23, 15, 53).getTime();
  it.each([
    [new Date(2026, 10, 23, 0, 1), 'Today, 00:01'],
    [new Date(2026, 10, 22, 23, 59), 'Yesterday, 23:59'],
    [new Date(2026, 7, 12, 8, 15), 'Aug 12, 08:15'],
    [new Date(2025, 7, 12, 8, 15), 'Aug 12, 2025, 08:15'],
  ])('%s', (date, text) => expect(formatDateTime(date.getTime(), now)).toBe(text));

  it.each([
    [new Date(2026, 10, 23, 0, 1), '00:01 today', '00:01'],
    [new Date(2026, 10, 22, 23, 59), '23:59 yesterday', '23:59 yesterday'],
    [new Date(2026, 7, 12, 8, 15), '08:15 on Aug 12', '08:15 on Aug 12'],
    [new Date(1970, 0, 1, 8, 15), '08:15 on Jan 1, 1970', '08:15 on Jan 1, 1970'],
  ])('%s within a sentence', (date, withDay, recent) => {
    expect(formatClockAndDay(date.getTime(), now)).toBe(withDay);
    expect(formatRecentClock(date.getTime(), now)).toBe(recent);
  });

  it('counts days by the calendar, not by hours', () => {
    expect(formatDay(now - 16 * 3_600_000, now)).toBe('Yesterday');
  });
});
