// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which a real table can't do
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows and the buttons in the heads have the focus
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { InstalledModel } from '../../../contract/models.ts';
import { useNow } from '../../components/use-now.ts';
import { ModelRow } from './ModelRow.tsx';
import { firstDirection, type ModelSort, type ModelSortKey } from './model-sort.ts';
import { nextIndex } from './next-index.ts';

export interface ModelTableProps {
  readonly models: readonly InstalledModel[];
  readonly selected: string | null;
  readonly onSelect: (name: string | null) => void;
  readonly onDelete: (name: string) => void;
  readonly sort: ModelSort;
  readonly onSort: (sort: ModelSort) => void;
}

const rowHeight = 48;

const columns: readonly { readonly key: ModelSortKey; readonly label: string; readonly right: boolean }[] = [
  { key: 'name', label: 'Name', right: false },
  { key: 'parameters', label: 'Params', right: true },
  { key: 'quantization', label: 'Quant.', right: false },
  { key: 'context', label: 'Context', right: true },
  { key: 'size', label: 'Size', right: true },
  { key: 'modified', label: 'Pulled', right: true },
];

/** The installed models: its rows are one tab stop, arrow keys move the selection, Delete asks. Only what is in view is drawn. */
export function ModelTable({ models, selected, onSelect, onDelete, sort, onSort }: ModelTableProps) {
  const [list, setList] = useState<VListHandle | null>(null);
  const now = useNow(60_000);
  const focusWanted = useRef<boolean>(false);
  const index = models.findIndex((model) => model.name === selected);
  const move = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((list?.viewportSize ?? 0) / rowHeight) - 1);
    const next = nextIndex(event.key, { index, count: models.length, page });
    const model = next === null ? undefined : models[next];
    if (next === null || model === undefined) return;
    event.preventDefault();
    focusWanted.current = true;
    onSelect(model.name);
    list?.scrollToIndex(next, { align: 'nearest' });
  };
  /** Before anything is selected the first row has the focus. */
  const selectFirst = (event: KeyboardEvent): void => {
    event.preventDefault();
    if (index < 0 && models[0] !== undefined) onSelect(models[0].name);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLButtonElement) return;
    const isDelete = event.key === 'Delete' || event.key === 'Backspace';
    if (isDelete && selected !== null) onDelete(selected);
    else if (event.key === 'Escape') onSelect(null);
    else if (event.key === 'Enter' || event.key === ' ') selectFirst(event);
    else move(event);
  };
  return (
    <div className="m-table" role="grid" aria-label="Models" aria-rowcount={models.length + 1} onKeyDown={pressed}>
      <div className="thead m-grid" role="row">
        <span />
        {columns.map(({ key, label, right }) => (
          <SortHead key={key} column={key} label={label} right={right} sort={sort} onSort={onSort} />
        ))}
      </div>
      <VList ref={setList} className="scroll" data={models} itemSize={rowHeight} keepMounted={index < 0 ? [] : [index]}>
        {(model, at) => (
          <ModelRow
            key={model.name}
            model={model}
            index={at}
            selected={model.name === selected}
            tabStop={at === Math.max(0, index)}
            focusWanted={focusWanted}
            onSelect={onSelect}
            now={now}
          />
        )}
      </VList>
    </div>
  );
}

interface SortHeadProps {
  readonly column: ModelSortKey;
  readonly label: string;
  readonly right: boolean;
  readonly sort: ModelSort;
  readonly onSort: (sort: ModelSort) => void;
}

function SortHead({ column, label, right, sort, onSort }: SortHeadProps) {
  const active = sort.key === column;
  const Arrow = sort.descending ? ChevronDown : ChevronUp;
  const direction = sort.descending ? 'descending' : 'ascending';
  return (
    <span role="columnheader" className={right ? 'right' : ''} aria-sort={active ? direction : 'none'}>
      <button
        type="button"
        onClick={() => onSort(active ? { key: column, descending: !sort.descending } : firstDirection(column))}
      >
        {label}
        {active && <Arrow className="icon" />}
      </button>
    </span>
  );
}
