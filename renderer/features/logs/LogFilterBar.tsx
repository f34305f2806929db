import type { ReactNode } from 'react';
import { logsText } from '../../../contract/derived/catalog/en/logs.ts';
import { formatCount } from '../../../contract/derived/format/format-number.ts';
import { FilterBar } from '../../components/FilterBar.tsx';
import { Select } from '../../components/Select.tsx';
import type { LevelFilter, LineFilter, SourceFilter } from './line-filter.ts';

const levels: readonly LevelFilter[] = ['all', 'info', 'warn', 'error'];
const sources: readonly SourceFilter[] = ['all', 'server', 'corral'];

export interface LogFilterBarProps {
  readonly filter: LineFilter;
  readonly onFilter: (filter: LineFilter) => void;
  readonly warnings: number;
  readonly errors: number;
  /** At the right end: the search. */
  readonly children: ReactNode;
}

/** Which lines are shown. */
export function LogFilterBar({ filter, onFilter, warnings, errors, children }: LogFilterBarProps) {
  return (
    <FilterBar>
      <LevelPicker
        value={filter.level}
        onChange={(level) => onFilter({ ...filter, level })}
        counts={{ all: 0, info: 0, warn: warnings, error: errors }}
      />
      <Select
        label={logsText('filter.source')}
        size="small"
        value={filter.source}
        options={sources.map((source) => ({ value: source, label: logsText(`source.${source}`) }))}
        onChange={(value) => {
          const source = sources.find((option) => option === value);
          if (source) onFilter({ ...filter, source });
        }}
      />
      <span className="grow" />
      {children}
    </FilterBar>
  );
}

interface LevelPickerProps {
  readonly value: LevelFilter;
  readonly onChange: (level: LevelFilter) => void;
  /** Shown beside the level unless it is 0. */
  readonly counts: Readonly<Record<LevelFilter, number>>;
}

function LevelPicker({ value, onChange, counts }: LevelPickerProps) {
  return (
    <fieldset className="segmented small" aria-label={logsText('filter.level')}>
      {levels.map((level) => (
        <button key={level} type="button" aria-pressed={level === value} onClick={() => onChange(level)}>
          {logsText(`level.${level}`)}
          {counts[level] > 0 && <span className="count">{formatCount(counts[level])}</span>}
        </button>
      ))}
    </fieldset>
  );
}
