import type { ActivityOverview } from '../../../contract/activity.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { FilterBar } from '../../components/FilterBar.tsx';
import { Select } from '../../components/Select.tsx';
import { type ActivityChoice, keyOptions, modelOptions, outcomeOptions } from './activity-choice.ts';

/** What is shown below the charts, and the time range of the totals. */
export type ActivityMode = 'requests' | 'totalsToday' | 'totalsKept';

const views = [
  { mode: 'requests', text: 'filter.requests' },
  { mode: 'totalsToday', text: 'filter.totals' },
] as const;
const ranges = [
  { mode: 'totalsToday', text: 'filter.today' },
  { mode: 'totalsKept', text: 'filter.lastSevenDays' },
] as const;

export function readMode(stored: unknown): ActivityMode {
  return [...views, ...ranges].find(({ mode }) => mode === stored)?.mode ?? 'requests';
}

export interface ActivityFiltersProps {
  readonly mode: ActivityMode;
  readonly onMode: (mode: ActivityMode) => void;
  readonly choice: ActivityChoice;
  readonly onChoice: (change: Partial<ActivityChoice>) => void;
  readonly overview: ActivityOverview;
}

/** The controls between the charts and the list. */
export function ActivityFilters({ mode, onMode, choice, onChoice, overview }: ActivityFiltersProps) {
  const isOn = (view: ActivityMode): boolean => (view === 'requests') === (mode === 'requests');
  return (
    <FilterBar>
      <fieldset className="segmented small" aria-label={activityText('filter.show')}>
        {views.map((view) => (
          <button
            key={view.mode}
            type="button"
            aria-pressed={isOn(view.mode)}
            onClick={() => !isOn(view.mode) && onMode(view.mode)}
          >
            {activityText(view.text)}
          </button>
        ))}
      </fieldset>
      <span className="grow" />
      {mode === 'requests' ? (
        <RequestFilters choice={choice} onChoice={onChoice} overview={overview} />
      ) : (
        <Select
          label={activityText('filter.time')}
          size="small"
          value={mode}
          options={ranges.map((range) => ({ value: range.mode, label: activityText(range.text) }))}
          onChange={(value) => onMode(ranges.find((range) => range.mode === value)?.mode ?? mode)}
        />
      )}
    </FilterBar>
  );
}

function RequestFilters({
  choice,
  onChoice,
  overview,
}: Pick<ActivityFiltersProps, 'choice' | 'onChoice' | 'overview'>) {
  return (
    <>
      <Select
        label={activityText('filter.outcome')}
        size="small"
        value={choice.outcome}
        options={outcomeOptions()}
        onChange={(outcome) => onChoice({ outcome })}
      />
      <Select
        label={activityText('filter.model')}
        size="small"
        value={choice.model}
        options={modelOptions(overview.models, choice.model)}
        onChange={(model) => onChoice({ model })}
      />
      <Select
        label={activityText('filter.key')}
        size="small"
        value={choice.key}
        options={keyOptions(overview.keys, choice.key)}
        onChange={(key) => onChoice({ key })}
      />
    </>
  );
}
