import { modelKey } from '../../../contract/derived/model-name.ts';
import { monotonicMs } from '../../os/monotonic-ms.ts';
import type { GatewayPolicy, PolicyModels } from './gateway-policy.ts';

/** An older list is read again in the background: other apps pull models too, such as Ollama's own command line. */
const LIST_MAX_AGE_MS = 5_000;
/** The server may still finish a request whose client has disconnected: it doesn't stop verifying a download. */
const ABANDONED_CHANGE_MS = 600_000;

export interface CloudModelsOptions {
  /** The list of installed models that is known now. */
  readonly models: () => GatewayPolicy['models'];
  /** Resolves once that list is as new as this call, or can't be. */
  readonly readModels: () => Promise<void>;
  /** Names that were being changed when an earlier gateway died: nobody knows what became of that. */
  readonly abandoned?: readonly string[];
  /** Called with all names that may not be what the list says, before another one is changed. */
  readonly onChanging?: (names: readonly string[]) => void;
}

export interface CloudModels {
  /**
   * Whether the model runs on another company's computers; null when the list of installed models can't tell. A promise where that
   * list is read for it.
   */
  isCloud(name: string): Promise<boolean | null> | boolean | null;
  /**
   * Marks the start of a request that may change what a name refers to. Call the returned function when the request is over,
   * with whether its response was received completely.
   */
  changing(name: string): (wasReceived: boolean) => void;
}

type Installed = PolicyModels['installed'];

/** Requests that may have changed what one name refers to. */
interface Change {
  running: number;
  /** A list read before then doesn't show the change; by `monotonicMs`. */
  until: number;
}

/** Which models are cloud models, as far as the list of installed ones is up to date. */
export function createCloudModels(options: CloudModelsOptions): CloudModels {
  const { models, readModels, abandoned = [], onChanging = () => undefined } = options;
  const abandonedUntil = monotonicMs() + ABANDONED_CHANGE_MS;
  const changes = new Map<string, Change>(
    abandoned.map((name) => [modelKey(name), { running: 0, until: abandonedUntil }]),
  );
  let index: { readonly of: Installed; readonly byKey: ReadonlyMap<string, Installed[number]> } | null = null;
  let isReading = false;

  const find = (key: string): Installed[number] | undefined => {
    const { installed } = models();
    if (index?.of !== installed) {
      index = { of: installed, byKey: new Map(installed.map((model) => [modelKey(model.name), model])) };
    }
    return index.byKey.get(key);
  };
  /** Whether the list was read since the name last changed. */
  const isSettled = ({ running, until }: Change) => running === 0 && models().asOf > until;
  const isListed = (key: string): boolean => {
    // A list from before a restart of the server doesn't show what it has now.
    if (models().asOf === Number.NEGATIVE_INFINITY) return false;
    const change = changes.get(key);
    return !change || isSettled(change);
  };
  const readInBackground = async () => {
    if (isReading) return;
    isReading = true;
    await readModels();
    isReading = false;
  };

  const readAndFind = async (key: string): Promise<boolean | null> => {
    const requestedAt = monotonicMs();
    await readModels();
    if (models().asOf < requestedAt || !isListed(key)) return null;
    return (find(key)?.remoteHost ?? null) !== null;
  };

  return {
    isCloud(name) {
      const key = modelKey(name);
      const known = find(key);
      if (known && isListed(key)) {
        if (monotonicMs() - models().asOf > LIST_MAX_AGE_MS) void readInBackground();
        return known.remoteHost !== null;
      }
      if (changes.get(key)?.running) return null;
      return readAndFind(key);
    },
    changing(name) {
      for (const [key, change] of changes) if (isSettled(change)) changes.delete(key);
      const key = modelKey(name);
      const change = changes.get(key) ?? { running: 0, until: Number.NEGATIVE_INFINITY };
      changes.set(key, change);
      change.running += 1;
      onChanging([...changes.keys()]);
      return (wasReceived) => {
        change.running -= 1;
        change.until = Math.max(change.until, monotonicMs() + (wasReceived ? 0 : ABANDONED_CHANGE_MS));
      };
    },
  };
}
