// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which a real table can't do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { formatBytes } from '../../components/format-bytes.ts';
import { formatClock, formatDay } from '../../components/format-time.ts';
import { CapabilityTags } from './CapabilityTags.tsx';
import { formatContext } from './format-context.ts';

export interface ModelRowProps {
  readonly model: InstalledModel;
  readonly index: number;
  readonly selected: boolean;
  readonly onSelect: (name: string) => void;
  readonly now: number;
}

/** The id that `aria-activedescendant` names. */
export const modelRowId = (index: number): string => `model-row-${index}`;

/** One model of the list; named by the model, selected by a click. */
export function ModelRow({ model, index, selected, onSelect, now }: ModelRowProps) {
  const loaded = useSnapshot((s) => s.models.loaded.some(({ name }) => name === model.name));
  return (
    <div
      id={modelRowId(index)}
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
}

function shortDate(at: number, now: number): string {
  const day = formatDay(at, now);
  return day === 'Today' ? formatClock(at) : day;
}
