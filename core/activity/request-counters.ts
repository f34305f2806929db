import type { ActivityEntry } from '../../contract/activity.ts';
import { PLAYGROUND } from './client-label.ts';
import type { EndpointOf } from './request-entry.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels and what was counted for them. */
export interface Counted {
  readonly labels: Labels;
  readonly value: number;
}

/** `counts` has one number for each bound, of the values up to it and above the bound before, and one for those above all bounds. */
export interface Distribution {
  readonly labels: Labels;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** What has been counted since Corral started. Times are in seconds. */
export interface RequestCounts {
  readonly requests: readonly Counted[];
  readonly tokens: readonly Counted[];
  readonly durations: readonly Distribution[];
  readonly firstTokens: readonly Distribution[];
}

export interface RequestCounters {
  /** Counts a completed request. */
  add(entry: ActivityEntry): void;
  read(): RequestCounts;
}

/** The same numbers without the label `key`, added up. */
function addedUp(counted: readonly Counted[]): readonly Counted[] {
  const sums = new Map<string, { readonly labels: Labels; value: number }>();
  for (const { labels, value } of counted) {
    const { key: _, ...rest } = labels;
    const id = JSON.stringify(rest);
    const sum = sums.get(id) ?? { labels: rest, value: 0 };
    sum.value += value;
    sums.set(id, sum);
  }
  return [...sums.values()];
}

/** What has been counted, for those who may not know the names of the keys, which say who uses the server. */
export function withoutKeyNames(counts: RequestCounts): RequestCounts {
  return { ...counts, requests: addedUp(counts.requests), tokens: addedUp(counts.tokens) };
}

/** From a cached response to a long one of a large model that has to be loaded first; seconds. */
const DURATION_BOUNDS_S = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const FIRST_TOKEN_BOUNDS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
/** Different values of one label: clients must not be able to fill the memory of a metrics collector. */
const MAX_LABEL_VALUES = 100;
/** Different combinations of one metric's labels. */
const MAX_COMBINATIONS = 2_000;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The cells of one metric, by their labels; beyond the limit, one cell collects the rest. */
function createFamily<Cell>(create: (labels: Labels) => Cell) {
  const cells = new Map<string, Cell>();
  return {
    cell(labels: Labels): Cell {
      const isFull = cells.size >= MAX_COMBINATIONS && !cells.has(JSON.stringify(labels));
      const used = isFull ? Object.fromEntries(Object.keys(labels).map((name) => [name, 'other'])) : labels;
      const id = JSON.stringify(used);
      const cell = cells.get(id) ?? create(used);
      cells.set(id, cell);
      return cell;
    },
    read: () => [...cells.values()],
  };
}

function createCount(labels: Labels) {
  return { labels, value: 0 };
}

function createDistribution(bounds: readonly number[]) {
  return (labels: Labels) => ({
    labels,
    bounds,
    sum: 0,
    counts: Array.from({ length: bounds.length + 1 }, () => 0),
  });
}

function measure(cell: ReturnType<ReturnType<typeof createDistribution>>, ms: number): void {
  const seconds = ms / 1000;
  const bound = cell.bounds.findIndex((upTo) => seconds <= upTo);
  const at = bound === -1 ? cell.bounds.length : bound;
  cell.counts[at] = (cell.counts[at] ?? 0) + 1;
  cell.sum += seconds;
}

/** The first values keep their names, later ones become `other`. */
function createValueLimit(): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.size < MAX_LABEL_VALUES) known.add(value);
    return known.has(value) ? value : 'other';
  };
}

function sourceOf({ direct, client }: ActivityEntry): string {
  if (direct) return 'direct';
  return client === PLAYGROUND ? 'playground' : 'gateway';
}

export interface RequestCounterOptions {
  /** The installed model's name in the list; null where there is none: clients can send any name, and those count as `other`. */
  readonly installedName: (name: string) => string | null;
  readonly endpointOf: EndpointOf;
}

export function createRequestCounters({ installedName, endpointOf }: RequestCounterOptions): RequestCounters {
  const requests = createFamily(createCount);
  const tokens = createFamily(createCount);
  const durations = createFamily(createDistribution(DURATION_BOUNDS_S));
  const firstTokens = createFamily(createDistribution(FIRST_TOKEN_BOUNDS_S));
  const limitModel = createValueLimit();
  const limitKey = createValueLimit();

  const modelLabel = (name: string | null): string => {
    if (name === null) return '';
    const installed = installedName(name);
    return installed === null ? 'other' : limitModel(installed);
  };

  return {
    add(entry) {
      const { method, path, status, outcome, promptTokens, completionTokens } = entry;
      const endpoint = endpointOf(path) ?? 'other';
      const model = modelLabel(entry.model);
      const key = entry.key === null ? '' : limitKey(entry.key.name);
      const code = status === null ? '' : String(status);
      requests.cell({
        source: sourceOf(entry),
        method: METHODS.has(method) ? method : 'other',
        endpoint,
        model,
        key,
        code,
        outcome,
      }).value += 1;
      if (promptTokens) tokens.cell({ direction: 'in', model, key }).value += promptTokens;
      if (completionTokens) tokens.cell({ direction: 'out', model, key }).value += completionTokens;
      if (entry.durationMs !== null) measure(durations.cell({ endpoint, model }), entry.durationMs);
      if (entry.firstTokenMs !== null) measure(firstTokens.cell({ endpoint, model }), entry.firstTokenMs);
    },
    read: () => ({
      requests: requests.read(),
      tokens: tokens.read(),
      durations: durations.read(),
      firstTokens: firstTokens.read(),
    }),
  };
}
