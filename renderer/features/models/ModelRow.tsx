// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which a real table can't do
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { memo, type RefObject, useEffect, useRef } from 'react';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { formatClock, formatDay } from '../../../contract/derived/format/format-time.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CapabilityTags } from './CapabilityTags.tsx';
import { formatContext } from './format-context.ts';

export interface ModelRowProps {
  readonly model: InstalledModel;
  readonly index: number;
  readonly selected: boolean;
  /** The one row that Tab reaches. */
  readonly tabStop: boolean;
  /** Set by a key that moved the selection: the row that is selected then takes the focus along. */
  readonly focusWanted: RefObject<boolean>;
  readonly onSelect: (name: string) => void;
  readonly now: number;
}

/** One model of the list; named by the model, selected by a click. Rows that stay in view aren't drawn again by a scroll. */
export const ModelRow = memo(function ModelRow(props: ModelRowProps) {
  const { model, index, selected, tabStop, focusWanted, onSelect, now } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!selected || !focusWanted.current) return;
    focusWanted.current = false;
    row.current?.focus({ preventScroll: true });
  }, [selected, focusWanted]);
  const loaded = useSnapshot((s) => s.models.loaded.some(({ name }) => name === model.name));
  return (
    <div
      ref={row}
      tabIndex={tabStop ? 0 : -1}
      className={selected ? 'trow m-grid is-selected' : 'trow m-grid'}
      role="row"
      aria-label={model.name}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={() => onSelect(model.name)}
    >
      <span role="gridcell">
        {loaded && (
          <>
            <span className="dot ok" />
            <span className="sr">Loaded</span>
          </>
        )}
      </span>
      <div role="gridcell" className="m-cell">
        <div className="m-name clip">{model.name}</div>
        <div className="m-tags">
          <CapabilityTags capabilities={model.capabilities} />
        </div>
      </div>
      <span role="gridcell" className="right">
        {model.parameterSize ?? '–'}
      </span>
      <span role="gridcell" className="secondary clip">
        {model.quantization ?? '–'}
      </span>
      <span role="gridcell" className="right">
        {model.contextLength === null ? '–' : formatContext(model.contextLength)}
      </span>
      <span role="gridcell" className="right nowrap">
        {model.remoteHost === null ? formatBytes(model.sizeBytes) : 'Remote'}
      </span>
      <span role="gridcell" className="right secondary nowrap">
        {shortDate(model.modifiedAt, now)}
      </span>
    </div>
  );
});

function shortDate(at: number, now: number): string {
  const day = formatDay(at, now);
  return day === 'Today' ? formatClock(at) : day;
}
