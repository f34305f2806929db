const secondsIn = { day: 86_400, hour: 3600, minute: 60 } as const;

/** `8 s`, `4 min 12 s`, `6 h 12 min`, `3 d 4 h`: the two largest parts. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const days = Math.floor(seconds / secondsIn.day);
  const hours = Math.floor((seconds % secondsIn.day) / secondsIn.hour);
  const minutes = Math.floor((seconds % secondsIn.hour) / secondsIn.minute);
  const rest = seconds % secondsIn.minute;
  if (days > 0) return joined(`${days} d`, hours > 0 && `${hours} h`);
  if (hours > 0) return joined(`${hours} h`, minutes > 0 && `${minutes} min`);
  if (minutes > 0) return joined(`${minutes} min`, rest > 0 && `${rest} s`);
  return `${rest} s`;
}

/** `45 s left`, `3 min left`, `2 h 5 min left`: coarser the longer it takes, so that it doesn't jump about. */
export function formatTimeLeft(seconds: number): string {
  return `${formatCoarse(seconds * 1000)} left`;
}

/** `45 s`, `4 min`: minutes begun count, and seconds only in the last one. */
export function formatCoarse(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  return formatDuration((seconds < 60 ? Math.ceil(seconds) : Math.ceil(seconds / 60) * 60) * 1000);
}

function joined(...parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' ');
}
