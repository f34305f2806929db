import type { ActivityEntry } from '../../contract/activity.ts';
import { playground } from './client-label.ts';
import { endpointOf } from './endpoint.ts';

/** Labels and what was counted for them. */
export interface Counted {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** `counts` has one number for each bound, of the values up to it and above the bound before, and one for those above them all. */
export interface Distribution {
  readonly labels: Readonly<Record<string, string>>;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** What has been counted since Corral started. Times are seconds. */
export interface RequestCounts {
  readonly requests: readonly Counted[];
  readonly tokens: readonly Counted[];
  readonly durations: readonly Distribution[];
  readonly firstTokens: readonly Distribution[];
}

export interface RequestCounters {
  /** Counts a request that is over. */
  add(entry: ActivityEntry): void;
  read(): RequestCounts;
}

/** From a cached answer to a long one of a large model that has to be loaded first; seconds. */
const durationBounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const firstTokenBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
/** Different values of one label; a client must not be able to fill the memory of whoever collects. */
const valuesOfALabel = 100;
/** Different combinations of one metric's labels. */
const combinations = 2_000;
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

type Labels = Readonly<Record<string, string>>;

/** The cells of one metric, by their labels; beyond the limit one cell takes the rest. */
function createFamily<Cell>(create: (labels: Labels) => Cell) {
  const cells = new Map<string, Cell>();
  return {
    cell(labels: Labels): Cell {
      const full = cells.size >= combinations && !cells.has(JSON.stringify(labels));
      const used = full ? Object.fromEntries(Object.keys(labels).map((name) => [name, 'other'])) : labels;
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

/** The first values that come keep their names, later ones are `other`. */
function createLimit() {
  const known = new Set<string>();
  return (value: string): string => {
    if (known.size < valuesOfALabel) known.add(value);
    return known.has(value) ? value : 'other';
  };
}

function sourceOf({ direct, client }: ActivityEntry): string {
  if (direct) return 'direct';
  return client === playground ? 'playground' : 'gateway';
}

/** @param installedName how the model of a name is listed; null where none is there: clients can send any, and those count as `other` */
export function createRequestCounters(installedName: (name: string) => string | null): RequestCounters {
  const requests = createFamily(createCount);
  const tokens = createFamily(createCount);
  const durations = createFamily(createDistribution(durationBounds));
  const firstTokens = createFamily(createDistribution(firstTokenBounds));
  const limitModel = createLimit();
  const limitKey = createLimit();

  const measure = (cell: { counts: number[]; sum: number; readonly bounds: readonly number[] }, ms: number) => {
    const seconds = ms / 1000;
    const bound = cell.bounds.findIndex((upTo) => seconds <= upTo);
    const at = bound === -1 ? cell.bounds.length : bound;
    cell.counts[at] = (cell.counts[at] ?? 0) + 1;
    cell.sum += seconds;
  };

  return {
    add(entry) {
      const { method, path, model, key, status, outcome, promptTokens, completionTokens } = entry;
      const endpoint = endpointOf(path);
      const installed = model === null ? null : installedName(model);
      const name = model === null ? '' : installed === null ? 'other' : limitModel(installed);
      const whose = key === null ? '' : limitKey(key.name);
      const how = { source: sourceOf(entry), method: methods.has(method) ? method : 'other', endpoint };
      const answer = { code: status === null ? '' : String(status), outcome };
      requests.cell({ ...how, model: name, key: whose, ...answer }).value += 1;
      if (promptTokens) tokens.cell({ direction: 'in', model: name, key: whose }).value += promptTokens;
      if (completionTokens) tokens.cell({ direction: 'out', model: name, key: whose }).value += completionTokens;
      if (entry.durationMs !== null) measure(durations.cell({ endpoint, model: name }), entry.durationMs);
      if (entry.firstTokenMs !== null) measure(firstTokens.cell({ endpoint, model: name }), entry.firstTokenMs);
    },
    read: () => ({
      requests: requests.read(),
      tokens: tokens.read(),
      durations: durations.read(),
      firstTokens: firstTokens.read(),
    }),
  };
}
