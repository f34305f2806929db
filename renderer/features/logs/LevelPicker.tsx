import type { LevelFilter } from './line-filter.ts';

export interface LevelPickerProps {
  readonly value: LevelFilter;
  readonly onChange: (level: LevelFilter) => void;
  readonly warnings: number;
  readonly errors: number;
}

/** From which level on lines are shown. */
export function LevelPicker({ value, onChange, warnings, errors }: LevelPickerProps) {
  const options: readonly { readonly value: LevelFilter; readonly label: string; readonly count: number }[] = [
    { value: 'all', label: 'All', count: 0 },
    { value: 'info', label: 'Info', count: 0 },
    { value: 'warn', label: 'Warnings', count: warnings },
    { value: 'error', label: 'Errors', count: errors },
  ];
  return (
    <fieldset className="segmented small" aria-label="Level">
      {options.map(({ value: level, label, count }) => (
        <button key={level} type="button" aria-pressed={level === value} onClick={() => onChange(level)}>
          {label}
          {count > 0 && <span className="count">{count.toLocaleString('en-GB')}</span>}
        </button>
      ))}
    </fieldset>
  );
}
