import { ollamaClient } from '../ollama/ollama-client.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import { isConnectionLoss } from './model-failure.ts';
import { PullLine } from './pull-progress.ts';

export interface PullRequest {
  readonly model: string;
  /** Lets Ollama talk to a registry in the clear. */
  readonly insecure: boolean;
}

/** The lines of one `/api/pull`, until `success`. Throws Ollama's error line as an error; aborting closes the connection. */
export async function* pullLines(endpoint: Endpoint, request: PullRequest, signal: AbortSignal) {
  const stream = await ollamaClient(endpoint, signal).pull({ ...request, stream: true });
  for await (const line of stream) yield PullLine.parse(line);
}

/** Whether the server, rather than the download, failed: the connection broke or ended before Ollama said how it went. */
export function isStreamCut(error: unknown): boolean {
  return (
    isConnectionLoss(error) ||
    // The official client's words for a stream that ended without `success`.
    (error instanceof Error && error.message.startsWith('Did not receive done or success'))
  );
}
