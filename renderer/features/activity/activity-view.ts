import type { ActivityEntry, ActivityEvent, ActivityPage } from '../../../contract/activity.ts';

/** What the table renders. */
export interface ActivityViewState {
  /** Newest first. */
  readonly rows: readonly ActivityEntry[];
  /** How many requests match; those that aren't in `rows` are with the host. */
  readonly total: number;
  /** Increases when the rows are replaced: by a new filter, or when the list was cleared. */
  readonly generation: number;
  /** Rows that were added on top since the previous state. */
  readonly addedOnTop: number;
}

const emptyState: ActivityViewState = { rows: [], total: 0, generation: 0, addedOnTop: 0 };

/** The state after an event of the host. */
function applyEvent(state: ActivityViewState, event: ActivityEvent): ActivityViewState {
  if (!event.reset) return applyChange(state, event);
  return {
    rows: event.entries.toReversed(),
    total: event.total,
    generation: state.generation + 1,
    addedOnTop: 0,
  };
}

function applyChange(state: ActivityViewState, { entries, removed, total }: ActivityEvent): ActivityViewState {
  const changed = new Map(entries.map((entry) => [entry.id, entry]));
  const removedIds = new Set(removed);
  const kept = state.rows
    .filter(({ id }) => !removedIds.has(id))
    .map((row) => {
      const entry = changed.get(row.id);
      changed.delete(row.id);
      return entry ?? row;
    });
  const [newest] = kept;
  const oldest = kept.at(-1);
  const hasAllRows = state.rows.length >= state.total;
  // An entry older than all rows arrives with its page.
  const added = [...changed.values()].filter((entry) => hasAllRows || !oldest || number(entry) > number(oldest));
  return {
    rows: added.length === 0 ? kept : [...kept, ...added].sort((a, b) => number(b) - number(a)),
    total,
    generation: state.generation,
    addedOnTop: newest ? added.filter((entry) => number(entry) > number(newest)).length : 0,
  };
}

/** The state with a page of older entries at its end. */
function withOlder(state: ActivityViewState, { entries, more }: ActivityPage): ActivityViewState {
  const oldest = state.rows.at(-1);
  const rows = [...state.rows, ...entries.filter((entry) => !oldest || number(entry) < number(oldest))];
  return {
    rows,
    total: more ? state.total : rows.length,
    generation: state.generation,
    addedOnTop: 0,
  };
}

/** Later requests have greater numbers. */
function number({ id }: ActivityEntry): number {
  return Number(id);
}

/** The requests as far as the page has loaded them. */
export interface ActivityView {
  get(): ActivityViewState;
  subscribe(listener: () => void): () => void;
  receive(event: ActivityEvent): void;
  /** Adds a page of older ones, unless the rows were replaced since `generation`, in which it was requested. */
  addOlder(page: ActivityPage, generation: number): void;
}

export function createActivityView(): ActivityView {
  const listeners = new Set<() => void>();
  let state = emptyState;
  const publish = (next: ActivityViewState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (event) => publish(applyEvent(state, event)),
    addOlder: (page, generation) => {
      if (generation === state.generation) publish(withOlder(state, page));
    },
  };
}
