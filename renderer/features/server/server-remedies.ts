import { portUser } from '../../../contract/derived/server-text.ts';
import type { ServerActual, ServerSlice } from '../../../contract/server.ts';
import { causeRemedies } from './cause-remedies.ts';
import { copyReport, otherPort, type Remedy, showLog, tryAgain } from './remedy.ts';

/** What to do next where the state itself and its buttons don't say it. Empty when all is well. */
export function serverRemedies(server: ServerSlice): readonly Remedy[] {
  const { actual } = server;
  switch (actual.state) {
    case 'failed':
      return [...causeRemedies(actual.cause, server.program?.path ?? null), copyReport];
    case 'portInUse':
      return [...askHolder(actual, server.port), quitHolder(actual, server.port), otherPort];
    case 'unresponsive':
      return [
        {
          title: 'Restart it',
          hint: 'Answers that are being written would be cut off.',
          action: { do: 'restart', label: 'Restart Now' },
        },
        showLog,
      ];
    case 'notInstalled':
    case 'stopped':
    case 'starting':
    case 'restarting':
    case 'running':
    case 'stopping':
    case 'external':
      return [];
  }
}

type Taken = Extract<ServerActual, { state: 'portInUse' }>;

function nameOf({ name }: Taken): string {
  return name ?? 'the program that uses it';
}

function askHolder(actual: Taken, port: number): readonly Remedy[] {
  const { pid, name, canTakeOver } = actual;
  if (pid === null || !canTakeOver) return [];
  return [
    {
      title: `Ask ${nameOf(actual)} to end`,
      hint: `${portUser(actual)} has to let go of port ${port}. Then the server starts.`,
      action: {
        do: 'takeOver',
        pid,
        label: name ? `Ask ${name} to End…` : 'Ask It to End…',
        question: `Ask ${nameOf(actual)} to end?`,
        consequence: `It is asked politely and never ended by force. What it is doing is cut off, and something may start it again. Then Corral starts the server on port ${port}.`,
        confirm: 'Ask It to End',
      },
    },
  ];
}

function quitHolder(actual: Taken, port: number): Remedy {
  const { pid, canTakeOver } = actual;
  const why = pid === null || !canTakeOver ? 'Corral can’t ask it: it belongs to the system or to another user. ' : '';
  return {
    title: why === '' ? 'Or quit it yourself' : `Quit ${nameOf(actual)}`,
    hint: `${why}When port ${port} is free, the server starts by itself.`,
    action: tryAgain,
  };
}
