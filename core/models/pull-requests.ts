import { isConnectionLoss } from '../http/upstream-client.ts';
import { ollamaClient } from '../ollama/ollama-client.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import { classifyPullError } from './classify-pull-error.ts';
import type { PullEntry, PullRequest } from './pull-entry.ts';
import { PullLine } from './pull-progress.ts';
import type { PullEvent } from './pull-transition.ts';

/** The lines of one `/api/pull`, until `success`. Throws Ollama's error line as an error. */
async function* pullLines(endpoint: Endpoint, request: PullRequest, signal: AbortSignal): AsyncGenerator<PullLine> {
  const { model, insecure } = request;
  const stream = await ollamaClient(endpoint, signal).pull({ model, insecure, stream: true });
  for await (const line of stream) yield PullLine.parse(line);
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the server failed rather than the download: the connection broke or ended before Ollama said how it went. */
function isStreamCut(error: unknown): boolean {
  return (
    isConnectionLoss(error) ||
    // The official client's message for a stream that ended without `success`.
    (error instanceof Error && error.message.startsWith('Did not receive done or success'))
  );
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
      else report(id, { type: 'failed', failure: classifyPullError(errorText(error)) });
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
