import { isDeepStrictEqual } from 'node:util';
import type { AppSlice } from '../../contract/app.ts';
import type { ServerActual, ServerSlice } from '../../contract/server.ts';
import { type EffectiveVariable, Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { redactPrompts } from './lines-to-share.ts';

export interface ReportSection {
  readonly title: string;
  readonly lines: readonly string[];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
function time(at: number): string {
  return new Date(at).toISOString();
}
function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['None.'] : lines;
}

export function systemSection(
  { version, host, platform, memoryBytes }: AppSlice,
  { system, now }: { readonly system: string; readonly now: number },
): ReportSection {
  return {
    title: 'Corral',
    lines: [
      `- Made at ${time(now)}`,
      `- Corral ${version}, ${host}, Node ${process.versions.node}`,
      `- ${system}, ${platform} ${process.arch}, ${gigabytes(memoryBytes)} of memory`,
    ],
  };
}

/** The state with what belongs to it; the last lines of a cause are in the log. */
function stateLines(actual: ServerActual): string[] {
  if (!('cause' in actual)) {
    const facts = Object.entries(actual).map(([name, value]) =>
      name === 'since' ? `since ${time(Number(value))}` : `${name} ${value}`,
    );
    return [`- ${facts.join(', ')}`];
  }
  const { kind, message, exitCode, signal } = actual.cause;
  const attempt = actual.state === 'restarting' ? `, attempt ${actual.attempt}` : '';
  return [
    `- state ${actual.state}${attempt}`,
    `- cause ${kind}, exit code ${exitCode}, signal ${signal}: ${redactPrompts(message)}`,
  ];
}

export function serverSections(server: ServerSlice, now: number): ReportSection[] {
  const { program, actual, pid, port, desired, pending, portConflicts, problems, runs, advisories } = server;
  const uptime = actual.state === 'running' ? [`- up for ${Math.round((now - actual.since) / 1000)} s`] : [];
  return [
    {
      title: 'Ollama',
      lines: [
        program ? `- ${program.path}, version ${program.version ?? 'unknown'}, from ${program.source}` : '- not found',
        ...advisories.map(({ id, fixedIn }) => `- known vulnerability ${id}, fixed in ${fixedIn ?? 'no version yet'}`),
      ],
    },
    {
      title: 'Server',
      lines: [
        `- wanted ${desired}, pid ${pid ?? 'none'}, port ${port}`,
        ...stateLines(actual),
        ...uptime,
        ...(pending ? [`- waits to ${pending.action} since ${time(pending.since)}`] : []),
        ...portConflicts.map(
          ({ address, pid: other, name }) => `- also on the port: ${name ?? 'unknown'} (${other}) at ${address}`,
        ),
      ],
    },
    {
      title: 'Problems',
      lines: orNone(
        problems.map(({ at, title, detail, resolved }) =>
          redactPrompts(`- ${time(at)} ${title}${resolved ? ' (over)' : ''}. ${detail}`.replaceAll('\n', ' ')),
        ),
      ),
    },
    {
      title: 'Runs',
      lines: orNone(
        runs.map((run) => {
          const end = run.end
            ? `ended ${time(run.end.at)}, ${run.end.kind}: ${redactPrompts(run.end.message)}`
            : 'runs';
          const begin = `${run.adopted ? 'found running' : 'started'} ${time(run.startedAt)}`;
          return `- ${begin}, pid ${run.pid ?? 'none'}, version ${run.version ?? 'unknown'}, ${end}`;
        }),
      ),
    },
  ];
}

function appliedLine(effective: Snapshot['exposure']['effective']): string {
  if (!effective) return '- applied nothing';
  const { reach, open, keyed, ollamaHost, listening } = effective;
  const ways = [...(keyed ? ['with a key'] : []), ...(open ? ['open without a key'] : [])];
  return `- applied ${[reach, ...ways].join(', ')}; Ollama at ${ollamaHost}, listening on ${listening.join(', ')}`;
}

export function stateSections({ exposure, settings, keys, models, pulls, work }: Snapshot): ReportSection[] {
  const { desired, pending, effective, applying, degradedReason, readOnlyReason, addresses, tailscale, https } =
    exposure;
  const { disk, installed, loaded } = models;
  return [
    {
      title: 'Reach',
      lines: [
        `- wanted ${desired}, a key is ${settings.requireKey ? '' : 'not '}required, ${keys.length} made`,
        appliedLine(effective),
        ...(applying ? ['- a change is under way'] : []),
        ...(pending ? ['- a change waits for answers to end'] : []),
        ...[degradedReason, readOnlyReason].filter((reason) => reason !== null).map((reason) => `- ${reason}`),
        `- Tailscale ${tailscale.state}${tailscale.unavailableReason ? `: ${tailscale.unavailableReason}` : ''}`,
        `- HTTPS in the tailnet ${https.state}${https.reason ? `: ${https.reason}` : ''}`,
        ...addresses.map(({ kind, url, needsKey }) => `- ${kind}${needsKey ? ', with a key' : ''}: ${url}`),
      ],
    },
    {
      title: 'Models',
      lines: [
        `- ${installed.length} installed, ${loaded.length} loaded${disk ? `, ${gigabytes(disk.freeBytes)} free in ${disk.folder}` : ''}`,
        ...loaded.map(
          ({ name, sizeBytes, gpuBytes }) =>
            `- loaded ${name}, ${gigabytes(sizeBytes)}, ${gigabytes(gpuBytes)} on the GPU`,
        ),
        ...pulls.map(
          ({ name, state, phase, failure }) => `- pull ${name}: ${state}, ${failure ? failure.message : phase}`,
        ),
        `- under way: ${work.activeRequests} answers, ${work.pulls.length} pulls`,
      ],
    },
  ];
}

export function configurationSections(settings: Settings, variables: readonly EffectiveVariable[]): ReportSection[] {
  const defaults = new Map<string, unknown>(Object.entries(Settings.parse({})));
  // Values given by hand are in the configuration below, as far as they may be shown.
  const shown = { ...settings, extraVariables: settings.extraVariables.map(({ name }) => name) };
  const changed = Object.entries(shown).filter(([name, value]) => !isDeepStrictEqual(value, defaults.get(name)));
  const set = variables.filter(({ source }) => source !== 'default');
  return [
    {
      title: 'Settings that differ from the defaults',
      lines: orNone(changed.map(([name, value]) => `- ${name}: ${JSON.stringify(value)}`)),
    },
    {
      title: 'Effective configuration',
      lines: orNone([
        ...set.map(
          ({ name, value, source, afterRestart }) =>
            `- ${name}=${value} (${source}${afterRestart ? ', after a restart' : ''})`,
        ),
        ...(variables.length > set.length ? [`- ${variables.length - set.length} more at Ollama's defaults`] : []),
      ]),
    },
  ];
}
