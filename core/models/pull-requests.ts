import { modelFailureText } from '../../contract/derived/catalog/en/model-failures.ts';
import { isMissingRoute, reasonIn } from '../../contract/derived/error-reason.ts';
import type { PullFailure } from '../../contract/models.ts';
import { isConnectionLoss } from '../http/upstream-client.ts';
import { type Endpoint, originOf } from '../ollama/endpoint.ts';
import { OllamaError, requestOllama } from '../ollama/ollama-client.ts';
import { classifyPullError } from './classify-pull-error.ts';
import type { PullEntry, PullRequest } from './pull-entry.ts';
import { PullLine } from './pull-progress.ts';
import type { PullEvent } from './pull-transition.ts';

/** A line of progress has some hundred characters; one without an end isn't Ollama's. */
const MAX_LINE_LENGTH = 256 * 1024;

/** The stream ended before Ollama said how the download went. */
class UnfinishedPull extends Error {}

/** What a person reads of an error is shorter; its cause comes last. */
const MAX_ERROR_LENGTH = 4000;

/** The value of a line of progress; null for one that can't be read. Throws Ollama's error line as an error. */
function progressIn(text: string): PullLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if ('error' in value && value.error) throw new Error(reasonIn(value, MAX_ERROR_LENGTH) ?? '');
  return PullLine.parse(value);
}

/** The lines of one `/api/pull`, until `success`. */
async function* pullLines(endpoint: Endpoint, request: PullRequest, signal: AbortSignal): AsyncGenerator<PullLine> {
  const { model, insecure } = request;
  const response = await requestOllama(originOf(endpoint), {
    method: 'POST',
    path: '/api/pull',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, insecure, stream: true }),
    signal,
  });
  const decoder = new TextDecoder();
  let unfinished = '';
  for await (const bytes of response.body ?? []) {
    const lines = (unfinished + decoder.decode(bytes, { stream: true })).split('\n');
    unfinished = lines.pop() ?? '';
    if (unfinished.length > MAX_LINE_LENGTH) throw new UnfinishedPull();
    for (const text of lines) {
      const line = progressIn(text);
      if (line) yield line;
      if (line?.status === 'success') return;
    }
  }
  const last = progressIn(unfinished);
  if (last) yield last;
  if (last?.status !== 'success') throw new UnfinishedPull();
}

/** What Ollama said of a failed request or download; empty where it said nothing. */
function failureOf(error: unknown): PullFailure {
  if (error instanceof OllamaError && isMissingRoute(error.status, error.message)) {
    return { kind: 'other', message: modelFailureText('action.missingRoute') };
  }
  return classifyPullError(error instanceof Error ? error.message : String(error));
}

/** Whether the server failed rather than the download: the connection broke or ended before Ollama said how it went. */
function isStreamCut(error: unknown): boolean {
  return isConnectionLoss(error) || error instanceof UnfinishedPull;
}

export interface PullRequestsOptions {
  /** Where the server is reached; null while nothing responds. */
  readonly endpoint: () => Endpoint | null;
  readonly serverResponds: () => boolean;
  /** Called with each event of a request that is open. */
  readonly report: (id: string, event: PullEvent) => void;
  /** Called with each line of progress, which shows that the server is alive. */
  readonly onProgress: () => void;
}

export interface PullRequests {
  /** Closes the pull's request, if one is open, and opens another. */
  connect(entry: Pick<PullEntry, 'id' | 'request'>): void;
  disconnect(id: string): void;
  closeAll(): void;
}

/** The requests to Ollama, at most one for each pull. Each reports what comes of it, until it is closed here. */
export function createPullRequests(options: PullRequestsOptions): PullRequests {
  const { endpoint, serverResponds, report, onProgress } = options;
  const open = new Map<string, AbortController>();

  const disconnect = (id: string): void => {
    open.get(id)?.abort();
    open.delete(id);
  };
  const follow = async (id: string, lines: AsyncGenerator<PullLine>, signal: AbortSignal): Promise<void> => {
    try {
      for await (const line of lines) {
        if (signal.aborted) return;
        onProgress();
        report(id, { type: 'line', line, at: performance.now() });
      }
      if (signal.aborted) return;
      open.delete(id);
      report(id, { type: 'finished' });
    } catch (error) {
      if (signal.aborted) return;
      open.delete(id);
      if (isStreamCut(error)) report(id, { type: 'connectionLost', serverResponds: serverResponds() });
      else report(id, { type: 'failed', failure: failureOf(error) });
    }
  };

  return {
    connect({ id, request }) {
      const target = endpoint();
      if (!target) return;
      disconnect(id);
      const connection = new AbortController();
      open.set(id, connection);
      void follow(id, pullLines(target, request, connection.signal), connection.signal);
    },
    disconnect,
    closeAll: () => [...open.keys()].forEach(disconnect),
  };
}
