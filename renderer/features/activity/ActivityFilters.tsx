import type { ActivityOverview } from '../../../contract/activity.ts';
import { FilterBar } from '../../components/FilterBar.tsx';
import { Select, type SelectOption } from '../../components/Select.tsx';
import { type ActivityChoice, keyOptions, modelOptions, outcomeOptions } from './activity-choice.ts';

/** What is shown below the charts, and of which time the totals are. */
export type ActivityMode = 'requests' | 'totalsToday' | 'totalsKept';

const modes: readonly {
  readonly value: ActivityMode;
  readonly label: string;
  readonly isOn: (mode: ActivityMode) => boolean;
}[] = [
  { value: 'requests', label: 'Requests', isOn: (mode) => mode === 'requests' },
  { value: 'totalsToday', label: 'Totals', isOn: (mode) => mode !== 'requests' },
];
const ranges: readonly (SelectOption & { readonly value: ActivityMode })[] = [
  { value: 'totalsToday', label: 'Today' },
  { value: 'totalsKept', label: 'Last 7 Days' },
];

export function readMode(stored: unknown): ActivityMode {
  return [modes, ranges].flat().find(({ value }) => value === stored)?.value ?? 'requests';
}

export interface ActivityFiltersProps {
  readonly mode: ActivityMode;
  readonly onMode: (mode: ActivityMode) => void;
  readonly choice: ActivityChoice;
  readonly onChoice: (change: Partial<ActivityChoice>) => void;
  readonly overview: ActivityOverview;
}

/** The row between the charts and the list. */
export function ActivityFilters({ mode, onMode, choice, onChoice, overview }: ActivityFiltersProps) {
  return (
    <FilterBar>
      <fieldset className="segmented small" aria-label="Show">
        {modes.map(({ value, label, isOn }) => (
          <button key={value} type="button" aria-pressed={isOn(mode)} onClick={() => !isOn(mode) && onMode(value)}>
            {label}
          </button>
        ))}
      </fieldset>
      <span className="grow" />
      {mode === 'requests' ? (
        <>
          <Select
            label="Outcome"
            size="small"
            value={choice.outcome}
            options={outcomeOptions}
            onChange={(outcome) => onChoice({ outcome })}
          />
          <Select
            label="Model"
            size="small"
            value={choice.model}
            options={modelOptions(overview.models, choice.model)}
            onChange={(model) => onChoice({ model })}
          />
          <Select
            label="Key"
            size="small"
            value={choice.key}
            options={keyOptions(overview.keys, choice.key)}
            onChange={(key) => onChoice({ key })}
          />
        </>
      ) : (
        <Select
          label="Time"
          size="small"
          value={mode}
          options={ranges}
          onChange={(value) => onMode(ranges.find((range) => range.value === value)?.value ?? mode)}
        />
      )}
    </FilterBar>
  );
}
