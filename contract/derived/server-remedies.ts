import type { ServerActual, ServerSlice } from '../server.ts';
import type { FixedSettings } from '../settings.ts';
import { causeRemedies, remedy } from './cause-remedies.ts';
import type { Remedy, RemedyAction } from './remedy.ts';
import { portUser } from './server-text.ts';

/** Of a state that isn't a failure. */
const NO_FACTS = { program: null, subject: null };

const PORT_SETTING: RemedyAction = { do: 'show', page: 'settings', place: 'port' };

/** What to do next where the state itself and its buttons don't say it. Empty when all is well. */
export function serverRemedies(server: ServerSlice, fixed: FixedSettings = {}): readonly Remedy[] {
  return remediesOf(server).map((offered) => withoutFixed(offered, fixed));
}

/** A remedy that changes what the environment fixes says so instead, and leads to where it is shown. */
function withoutFixed(offered: Remedy, { port, ollamaPath }: FixedSettings): Remedy {
  if (offered.action.do === 'useFreePort' && port !== undefined) {
    return { ...offered, hint: { key: 'otherPort.fixed', values: { variable: port.variable } }, action: PORT_SETTING };
  }
  if (/^(?:otherExecutable|chooseOllama)\./.test(offered.title.key) && ollamaPath !== undefined) {
    return { ...offered, hint: { key: 'otherExecutable.fixed', values: { variable: ollamaPath.variable } } };
  }
  return offered;
}

function remediesOf({ actual, port, program }: ServerSlice): readonly Remedy[] {
  switch (actual.state) {
    case 'failed':
      return causeRemedies(actual.cause, program?.path ?? null);
    case 'portInUse':
      return [...askToQuit(actual, port), quitYourself(actual, port), ...remedy('otherPort', NO_FACTS)];
    case 'unresponsive':
      return [...remedy('restart', NO_FACTS), ...remedy('showLog', NO_FACTS)];
    default:
      return [];
  }
}

type PortInUse = Extract<ServerActual, { state: 'portInUse' }>;

function askToQuit(actual: PortInUse, port: number): readonly Remedy[] {
  const { pid, canTakeOver } = actual;
  if (pid === null || !canTakeOver) return [];
  const values = nameValues(actual);
  return [
    {
      title: { key: 'ask.title', values },
      hint: { key: 'ask.hint', values: { app: portUser(actual), port } },
      action: {
        do: 'takeOver',
        pid,
        label: { key: 'ask.button', values },
        question: { key: 'ask.question', values },
        consequence: { key: 'ask.consequence', values: { port } },
      },
    },
  ];
}

function quitYourself(actual: PortInUse, port: number): Remedy {
  if (actual.pid !== null && actual.canTakeOver) {
    return {
      title: { key: 'quitYourself.title' },
      hint: { key: 'quitYourself.hint', values: { port } },
      action: { do: 'start' },
    };
  }
  return {
    title: { key: 'quitApp.title', values: nameValues(actual) },
    hint: { key: 'quitApp.hint', values: { port } },
    action: { do: 'start' },
  };
}

function nameValues({ name }: PortInUse): { readonly named: string; readonly name: string } {
  return { named: name === null ? 'no' : 'yes', name: name ?? '' };
}
