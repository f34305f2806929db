import type { LogLine } from '../../../contract/logs.ts';
import { countLevel, type LevelFilter } from './filter-lines.ts';

export interface LevelPickerProps {
  readonly lines: readonly LogLine[];
  readonly value: LevelFilter;
  readonly onChange: (level: LevelFilter) => void;
}

const options: readonly { readonly value: LevelFilter; readonly label: string; readonly counts?: 'warn' | 'error' }[] =
  [
    { value: 'all', label: 'All' },
    { value: 'info', label: 'Info' },
    { value: 'warn', label: 'Warnings', counts: 'warn' },
    { value: 'error', label: 'Errors', counts: 'error' },
  ];

/** From which level on lines are shown. */
export function LevelPicker({ lines, value, onChange }: LevelPickerProps) {
  return (
    <fieldset className="segmented small" aria-label="Level">
      {options.map(({ value: level, label, counts }) => {
        const count = counts === undefined ? 0 : countLevel(lines, counts);
        return (
          <button key={level} type="button" aria-pressed={level === value} onClick={() => onChange(level)}>
            {label}
            {count > 0 && <span className="count"> {count}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
