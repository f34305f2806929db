export interface ProgressBarProps {
  /** The accessible name: `Pulling qwen3:8b`. */
  readonly label: string;
  /** 0 to 100; null while unknown. */
  readonly percent: number | null;
  /** The same in words, for those who don't see the bar. */
  readonly text?: string;
  readonly paused?: boolean;
}

/** A thin progress bar; figures belong beside it. */
export function ProgressBar({ label, percent, text, paused = false }: ProgressBarProps) {
  return (
    <div
      className={paused ? 'bar paused' : 'bar'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      aria-valuetext={text}
    >
      <i style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}
