import { connect } from 'node:net';

/** Between two connections, in milliseconds: what a span is measured with. */
const INTERVAL_MS = 10;

/** Connects again and again, to see for how long connections are refused. */
export interface PortProbe {
  /** Gives the longest time in which every connection was refused, in milliseconds. */
  stop(): number;
}

function isAccepted(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // A connection that is reset had been accepted.
    socket.once('error', (error) => resolve(!('code' in error && error.code === 'ECONNREFUSED')));
  });
}

/** Probes one address until `stop`. A refusal lasts until the next connection that is accepted. */
export function probePort(host: string, port: number): PortProbe {
  let refusedSince: number | null = null;
  let longestMs = 0;
  const probe = async (): Promise<void> => {
    const startedAt = performance.now();
    const accepted = await isAccepted(host, port);
    if (!accepted) refusedSince ??= startedAt;
    if (refusedSince !== null) longestMs = Math.max(longestMs, performance.now() - refusedSince);
    if (accepted) refusedSince = null;
  };
  const timer = setInterval(() => void probe(), INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.round(longestMs);
    },
  };
}
