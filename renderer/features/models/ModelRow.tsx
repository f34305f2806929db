// biome-ignore-all lint/a11y/useSemanticElements: a real table can't render only the visible rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys
import { memo, type RefObject, useEffect, useRef } from 'react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatKnownBytes } from '../../../contract/derived/format/format-bytes.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CapabilityTags } from './CapabilityTags.tsx';
import { formatContext, formatShortDate } from './model-figures.ts';

export interface ModelRowProps {
  readonly model: InstalledModel;
  readonly index: number;
  readonly selected: boolean;
  /** The one row that Tab reaches. */
  readonly tabStop: boolean;
  /** Set when a key moves the selection: the newly selected row then takes the focus. */
  readonly focusPending: RefObject<boolean>;
  readonly onSelect: (name: string) => void;
  readonly now: number;
}

/** Shown for a figure that is unknown. */
const UNKNOWN = '–';

/** One model in the list, named by the model and selected by a click. Memoized, so that scrolling doesn't redraw visible rows. */
export const ModelRow = memo(function ModelRow(props: ModelRowProps) {
  const { model, index, selected, tabStop, focusPending, onSelect, now } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!selected || !focusPending.current) return;
    focusPending.current = false;
    row.current?.focus({ preventScroll: true });
  }, [selected, focusPending]);
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
            <span className="sr">{modelsText('list.loaded')}</span>
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
        {model.parameterSize ?? UNKNOWN}
      </span>
      <span role="gridcell" className="secondary clip">
        {model.quantization ?? UNKNOWN}
      </span>
      <span role="gridcell" className="right">
        {model.contextLength === null ? UNKNOWN : formatContext(model.contextLength)}
      </span>
      <span role="gridcell" className="right nowrap">
        {model.remoteHost === null ? (formatKnownBytes(model.sizeBytes) ?? UNKNOWN) : modelsText('list.remote')}
      </span>
      <span role="gridcell" className="right secondary nowrap">
        {model.modifiedAt > 0 ? formatShortDate(model.modifiedAt, now) : UNKNOWN}
      </span>
    </div>
  );
});
