// biome-ignore-all lint/a11y/useSemanticElements: a real table can't render only the visible rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows and the buttons in the column headers have the focus
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useNow } from '../../components/use-now.ts';
import { ModelRow } from './ModelRow.tsx';
import { initialSort, type ModelSort, type ModelSortKey } from './model-sort.ts';
import { nextIndex } from './next-index.ts';

export interface ModelTableProps {
  readonly models: readonly InstalledModel[];
  readonly selected: string | null;
  readonly onSelect: (name: string | null) => void;
  readonly onDelete: (name: string) => void;
  readonly sort: ModelSort;
  readonly onSort: (sort: ModelSort) => void;
}

const ROW_HEIGHT_PX = 48;

const columns: readonly { readonly key: ModelSortKey; readonly alignRight: boolean }[] = [
  { key: 'name', alignRight: false },
  { key: 'parameters', alignRight: true },
  { key: 'quantization', alignRight: false },
  { key: 'context', alignRight: true },
  { key: 'size', alignRight: true },
  { key: 'modified', alignRight: true },
];

/**
 * The installed models. The rows are one tab stop; arrow keys move the selection, and Delete asks before it deletes. Only
 * the visible rows are rendered.
 */
export function ModelTable({ models, selected, onSelect, onDelete, sort, onSort }: ModelTableProps) {
  const [list, setList] = useState<VListHandle | null>(null);
  const now = useNow(60_000);
  const focusPending = useRef<boolean>(false);
  const index = models.findIndex((model) => model.name === selected);
  const move = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((list?.viewportSize ?? 0) / ROW_HEIGHT_PX) - 1);
    const next = nextIndex(event.key, { index, count: models.length, page });
    const model = next === null ? undefined : models[next];
    if (next === null || model === undefined) return;
    event.preventDefault();
    focusPending.current = true;
    onSelect(model.name);
    list?.scrollToIndex(next, { align: 'nearest' });
  };
  /** Without a selection the first row has the focus. */
  const selectFirst = (event: KeyboardEvent): void => {
    event.preventDefault();
    if (index < 0 && models[0] !== undefined) onSelect(models[0].name);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLButtonElement) return;
    const isDelete = event.key === 'Delete' || event.key === 'Backspace';
    if (isDelete && selected !== null) onDelete(selected);
    else if (event.key === 'Escape') onSelect(null);
    else if (event.key === 'Enter' || event.key === ' ') selectFirst(event);
    else move(event);
  };
  return (
    <div
      className="m-table"
      role="grid"
      aria-label={modelsText('page.title')}
      aria-rowcount={models.length + 1}
      onKeyDown={onKeyDown}
    >
      <TableHead sort={sort} onSort={onSort} />
      <VList
        ref={setList}
        className="scroll"
        data={models}
        itemSize={ROW_HEIGHT_PX}
        keepMounted={index < 0 ? [] : [index]}
      >
        {(model, at) => (
          <ModelRow
            key={model.name}
            model={model}
            index={at}
            selected={model.name === selected}
            tabStop={at === Math.max(0, index)}
            focusPending={focusPending}
            onSelect={onSelect}
            now={now}
          />
        )}
      </VList>
    </div>
  );
}

function TableHead({ sort, onSort }: Pick<ModelTableProps, 'sort' | 'onSort'>) {
  return (
    <div className="thead m-grid" role="row">
      <span />
      {columns.map(({ key, alignRight }) => (
        <ColumnHeader key={key} column={key} alignRight={alignRight} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

interface ColumnHeaderProps {
  readonly column: ModelSortKey;
  readonly alignRight: boolean;
  readonly sort: ModelSort;
  readonly onSort: (sort: ModelSort) => void;
}

function ColumnHeader({ column, alignRight, sort, onSort }: ColumnHeaderProps) {
  const isActive = sort.key === column;
  const Arrow = sort.descending ? ChevronDown : ChevronUp;
  const direction = sort.descending ? 'descending' : 'ascending';
  return (
    <span role="columnheader" className={alignRight ? 'right' : ''} aria-sort={isActive ? direction : 'none'}>
      <button
        type="button"
        onClick={() => onSort(isActive ? { key: column, descending: !sort.descending } : initialSort(column))}
      >
        {modelsText(`column.${column}`)}
        {isActive && <Arrow className="icon" />}
      </button>
    </span>
  );
}
