import type { ServerActual, ServerSlice } from '../../../contract/server.ts';
import { causeRemedies } from './cause-remedies.ts';
import { copyReport, otherPort, type Remedy, showLog } from './remedy.ts';
import { holder } from './server-sentence.ts';

/** What to do next where the state itself and its buttons don't say it. Empty when all is well. */
export function serverRemedies(server: ServerSlice): readonly Remedy[] {
  const { actual } = server;
  switch (actual.state) {
    case 'failed':
      return [
        ...causeRemedies(actual.cause.kind, server.program?.path ?? null),
        ...(actual.cause.lastLines.length === 0 ? [showLog] : []),
        copyReport,
      ];
    case 'portTaken':
      return [endHolder(actual, server.port), otherPort];
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

function endHolder(actual: Extract<ServerActual, { state: 'portTaken' }>, port: number): Remedy {
  const { pid, canTakeOver } = actual;
  const name = actual.name ?? 'the program that uses it';
  const letGo = `${holder(actual)} has to let go of port ${port}`;
  if (pid === null || !canTakeOver) {
    return {
      title: `Quit ${name}`,
      hint: `${letGo}. Corral can’t ask it: it belongs to the system or to another user.`,
      action: { do: 'start', label: 'Try Again' },
    };
  }
  return {
    title: `Ask ${name} to end`,
    hint: `${letGo}. When you have quit it yourself, Corral starts the server by itself.`,
    action: {
      ...{ do: 'takeOver', pid, label: actual.name ? `Ask ${actual.name} to End…` : 'Ask It to End…' },
      question: `Ask ${name} to end?`,
      consequence: `It is asked politely and never ended by force. What it is doing is cut off, and something may start it again. Then Corral starts the server on port ${port}.`,
      confirm: 'Ask It to End',
    },
  };
}
