import type { ServerActual, ServerCause, ServerSlice } from '../../../contract/server.ts';
import type { SectionId } from '../../app/sections.ts';
import { holder } from './server-sentence.ts';

/** Something a person can do about the state, with the button that does it or leads there. */
export interface Remedy {
  readonly title: string;
  readonly hint: string;
  readonly action: { readonly label: string; readonly go: SectionId | 'start' | 'restart' } | null;
}

const showLog: Remedy = {
  title: 'Read what it wrote',
  hint: 'The last lines of the log usually say why.',
  action: { label: 'Show Log', go: 'logs' },
};
const settings: Remedy['action'] = { label: 'Open Settings', go: 'settings' };
const otherProgram: Remedy = {
  title: 'Choose another Ollama program',
  hint: 'The file may be damaged, incomplete or made for another kind of machine.',
  action: settings,
};
const smallerModel: Remedy = {
  title: 'Use a smaller model',
  hint: 'Most crashes come from a model that needs more memory than is free.',
  action: { label: 'Show Models', go: 'models' },
};
const otherPort: Remedy = {
  title: 'Or use another port',
  hint: 'Apps then need the new address.',
  action: settings,
};
const endItYourself: Remedy = {
  title: 'End it yourself',
  hint: 'End the process named ollama in Activity Monitor, then start the server again.',
  action: { label: 'Try Again', go: 'start' },
};

const byCause: Readonly<Record<ServerCause['kind'], readonly Remedy[]>> = {
  spawnFailed: [otherProgram],
  exitedBeforeReady: [showLog, otherProgram],
  neverReady: [showLog],
  exited: [smallerModel, showLog],
  unresponsive: [smallerModel, showLog],
  addressInUse: [
    {
      title: 'Quit what uses the port',
      hint: 'Then start the server again.',
      action: { label: 'Try Again', go: 'start' },
    },
    otherPort,
  ],
  addressUnavailable: [
    {
      title: 'Change who can reach it',
      hint: 'The address it should listen on is not on this Mac now.',
      action: { label: 'Open Network', go: 'network' },
    },
  ],
  orphanWouldNotEnd: [endItYourself],
  wouldNotStop: [endItYourself],
};

/** What to do next where the state itself and its buttons don't say it. Empty when all is well. */
export function serverRemedies(server: ServerSlice): readonly Remedy[] {
  const { actual } = server;
  switch (actual.state) {
    case 'failed':
      return byCause[actual.cause.kind].filter((remedy) => remedy !== showLog || actual.cause.lastLines.length === 0);
    case 'portTaken':
      return [quitHolder(actual, server.port), otherPort];
    case 'unresponsive':
      return [
        {
          title: 'Restart it',
          hint: 'Answers that are being written would be cut off.',
          action: { label: 'Restart', go: 'restart' },
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

function quitHolder(actual: Extract<ServerActual, { state: 'portTaken' }>, port: number): Remedy {
  return {
    title: `Quit ${actual.name ?? 'the program that uses it'}`,
    hint: `${holder(actual)} has to let go of port ${port}. Corral does not end programs it did not start.`,
    action: { label: 'Try Again', go: 'start' },
  };
}
