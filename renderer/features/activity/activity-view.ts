import type { ActivityEntry, ActivityEvent, ActivityPage } from '../../../contract/activity.ts';

/** What the table draws. */
export interface ActivityViewState {
  /** Newest first. */
  readonly rows: readonly ActivityEntry[];
  /** How many match in all; the rest is with the host. */
  readonly total: number;
  /** Grows when the rows are others than before: a new filter, a cleared list. */
  readonly generation: number;
  /** Rows that came in on top since the state before. */
  readonly cameOnTop: number;
}

/** The requests as one page has them so far. */
export interface ActivityView {
  get(): ActivityViewState;
  subscribe(listener: () => void): () => void;
  receive(event: ActivityEvent): void;
  /** Adds a page of older ones; `generation` is that of the state for which it was asked. */
  addOlder(page: ActivityPage, generation: number): void;
}

function number({ id }: ActivityEntry): number {
  return Number(id);
}

export function createActivityView(): ActivityView {
  const listeners = new Set<() => void>();
  let state: ActivityViewState = { rows: [], total: 0, generation: 0, cameOnTop: 0 };
  const publish = (next: ActivityViewState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  const change = ({ entries, removed, total }: ActivityEvent): void => {
    const changed = new Map(entries.map((entry) => [entry.id, entry]));
    const gone = new Set(removed);
    const held = state.rows
      .filter(({ id }) => !gone.has(id))
      .map((row) => {
        const next = changed.get(row.id);
        changed.delete(row.id);
        return next ?? row;
      });
    const [newest] = held;
    const oldest = held.at(-1);
    const isWhole = state.rows.length >= state.total;
    // One from before the rows that are here comes with its page.
    const added = [...changed.values()].filter((entry) => isWhole || !oldest || number(entry) > number(oldest));
    const rows = added.length === 0 ? held : [...held, ...added].sort((one, other) => number(other) - number(one));
    const cameOnTop = newest ? added.filter((entry) => number(entry) > number(newest)).length : 0;
    publish({ ...state, rows, total, cameOnTop });
  };

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (event) => {
      if (!event.reset) return change(event);
      publish({ rows: event.entries.toReversed(), total: event.total, generation: state.generation + 1, cameOnTop: 0 });
    },
    addOlder: ({ entries, more }, generation) => {
      if (generation !== state.generation) return;
      const oldest = state.rows.at(-1);
      const older = entries.filter((entry) => !oldest || number(entry) < number(oldest));
      const rows = [...state.rows, ...older];
      publish({ ...state, rows, cameOnTop: 0, total: more ? state.total : rows.length });
    },
  };
}
