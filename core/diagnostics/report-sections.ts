import { isDeepStrictEqual } from 'node:util';
import type { AppSlice } from '../../contract/app.ts';
import { diagnosticsText as text } from '../../contract/derived/catalog/en/diagnostics.ts';
import type { Problem, RunSummary, ServerActual, ServerSlice } from '../../contract/server.ts';
import { type EffectiveVariable, Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { redactPrompts } from './redacted-lines.ts';

export interface ReportSection {
  readonly title: string;
  readonly lines: readonly string[];
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/** In ISO 8601 and UTC, as people in different time zones read it. */
function time(at: number): string {
  return new Date(at).toISOString();
}

function list(items: readonly string[]): string[] {
  return items.map((item) => `- ${item}`);
}

function listOrNone(items: readonly string[]): string[] {
  return items.length === 0 ? [text('none')] : list(items);
}

export function systemSection(
  { version, host, platform, memoryBytes }: AppSlice,
  { system, now }: { readonly system: string; readonly now: number },
): ReportSection {
  const { arch, versions } = process;
  return {
    title: text('system.title'),
    lines: list([
      text('system.created', { time: time(now) }),
      text('system.corral', { version, host, node: versions.node }),
      text('system.computer', { system, platform, architecture: arch, memory: gibibytes(memoryBytes) }),
    ]),
  };
}

/** The state with its fields; the last lines of a cause are in the log. */
function stateItems(actual: ServerActual): string[] {
  if (!('cause' in actual)) {
    const fields = Object.entries(actual).map(([name, value]) =>
      name === 'since' ? text('server.since', { time: time(Number(value)) }) : `${name} ${value}`,
    );
    return [fields.join(', ')];
  }
  const { state, cause } = actual;
  return [
    state === 'restarting'
      ? text('server.attempt', { state, attempt: actual.attempt })
      : text('server.state', { state }),
    text('server.cause', {
      kind: cause.kind,
      exitCode: String(cause.exitCode),
      signal: String(cause.signal),
      message: redactPrompts(cause.message),
    }),
  ];
}

function ollamaItems({ program, advisories }: ServerSlice): string[] {
  return [
    program
      ? text('ollama.program', {
          path: program.path,
          version: program.version ?? text('unknown'),
          source: program.source,
        })
      : text('ollama.notFound'),
    ...advisories.map(({ id, fixedIn }) => text('ollama.advisory', { id, version: fixedIn ?? text('ollama.noFix') })),
  ];
}

function serverItems({ actual, desired, pid, port, pending, portConflicts }: ServerSlice, now: number): string[] {
  return [
    text('server.desired', { state: desired, pid: String(pid ?? text('noPid')), port: String(port) }),
    ...stateItems(actual),
    ...(actual.state === 'running'
      ? [text('server.uptime', { seconds: String(Math.round((now - actual.since) / 1000)) })]
      : []),
    ...(pending ? [text('server.pending', { action: pending.action, time: time(pending.since) })] : []),
    ...portConflicts.map(({ address, pid: other, name }) =>
      text('server.portConflict', { name: name ?? text('unknown'), pid: String(other), address }),
    ),
  ];
}

function problemItem({ at, title, detail, resolved }: Problem): string {
  const values = { time: time(at), title, detail };
  const item = resolved ? text('problems.resolved', values) : text('problems.problem', values);
  return redactPrompts(item.replaceAll('\n', ' '));
}

function runItem({ adopted, startedAt, pid, version, end }: RunSummary): string {
  const values = {
    time: time(startedAt),
    pid: String(pid ?? text('noPid')),
    version: version ?? text('unknown'),
    end: end
      ? text('runs.ended', { time: time(end.at), kind: end.kind, message: redactPrompts(end.message) })
      : text('runs.running'),
  };
  return adopted ? text('runs.adopted', values) : text('runs.started', values);
}

export function serverSections(server: ServerSlice, now: number): ReportSection[] {
  return [
    { title: text('ollama.title'), lines: list(ollamaItems(server)) },
    { title: text('server.title'), lines: list(serverItems(server, now)) },
    { title: text('problems.title'), lines: listOrNone(server.problems.map(problemItem)) },
    { title: text('runs.title'), lines: listOrNone(server.runs.map(runItem)) },
  ];
}

function currentAccess(effective: Snapshot['exposure']['effective']): string {
  if (!effective) return text('access.none');
  const { reach, open, keyed, ollamaHost, listening } = effective;
  const access = [reach, ...(keyed ? [text('access.keyed')] : []), ...(open ? [text('access.open')] : [])].join(', ');
  return text('access.current', { access, ollamaHost, addresses: listening.join(', ') });
}

function accessItems({ exposure, settings, keys }: Snapshot): string[] {
  const { desired, pending, effective, applying, degradedReason, readOnlyReason, addresses, tailscale, https } =
    exposure;
  const { state, unavailableReason } = tailscale;
  return [
    text('access.desired', { reach: desired, required: String(settings.requireKey), count: keys.length }),
    currentAccess(effective),
    ...(applying ? [text('access.applying')] : []),
    ...(pending ? [text('access.pending')] : []),
    ...[degradedReason, readOnlyReason].filter((reason) => reason !== null),
    unavailableReason
      ? text('access.tailscaleReason', { state, reason: unavailableReason })
      : text('access.tailscale', { state }),
    https.reason
      ? text('access.httpsReason', { state: https.state, reason: https.reason })
      : text('access.https', { state: https.state }),
    ...addresses.map(({ kind, url, needsKey }) =>
      needsKey ? text('access.keyedAddress', { kind, url }) : text('access.address', { kind, url }),
    ),
  ];
}

function modelItems({ models, pulls, work }: Snapshot): string[] {
  const { disk, installed, loaded } = models;
  const counts = text('models.counts', { installed: installed.length, loaded: loaded.length });
  return [
    disk ? `${counts}, ${text('models.disk', { free: gibibytes(disk.freeBytes), folder: disk.folder })}` : counts,
    ...loaded.map(({ name, sizeBytes, gpuBytes }) =>
      text('models.loaded', { name, size: gibibytes(sizeBytes), gpu: gibibytes(gpuBytes) }),
    ),
    ...pulls.map(({ name, state, phase, failure }) =>
      text('models.pull', { name, state, detail: failure?.message ?? phase }),
    ),
    text('models.work', { requests: work.activeRequests, pulls: work.pulls.length }),
  ];
}

export function stateSections(snapshot: Snapshot): ReportSection[] {
  return [
    { title: text('access.title'), lines: list(accessItems(snapshot)) },
    { title: text('models.title'), lines: list(modelItems(snapshot)) },
  ];
}

export function configurationSections(settings: Settings, variables: readonly EffectiveVariable[]): ReportSection[] {
  const defaults = new Map<string, unknown>(Object.entries(Settings.parse({})));
  // The values of extra variables are in the configuration below, redacted.
  const shown = { ...settings, extraVariables: settings.extraVariables.map(({ name }) => name) };
  const changed = Object.entries(shown).filter(([name, value]) => !isDeepStrictEqual(value, defaults.get(name)));
  const set = variables.filter(({ source }) => source !== 'default');
  const atDefault = variables.length - set.length;
  return [
    {
      title: text('settings.title'),
      lines: listOrNone(changed.map(([name, value]) => `${name}: ${JSON.stringify(value)}`)),
    },
    {
      title: text('configuration.title'),
      lines: listOrNone([
        ...set.map(({ name, value, source, afterRestart }) =>
          afterRestart
            ? text('configuration.afterRestart', { name, value, source })
            : text('configuration.variable', { name, value, source }),
        ),
        ...(atDefault > 0 ? [text('configuration.defaults', { count: atDefault })] : []),
      ]),
    },
  ];
}
