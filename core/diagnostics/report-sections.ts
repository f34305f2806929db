import { isDeepStrictEqual } from 'node:util';
import type { AppSlice } from '../../contract/app.ts';
import { diagnosticsText as text } from '../../contract/derived/catalog/en/diagnostics.ts';
import { type EffectiveVariable, type FixedSettings, Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { gibibytes, isoTime, list, listOrNone, type ReportSection } from './report-section.ts';

export function systemSection(
  { version, host, platform, memoryBytes }: AppSlice,
  { system, now }: { readonly system: string; readonly now: number },
): ReportSection {
  const { arch, versions } = process;
  return {
    title: text('system.title'),
    lines: list([
      text('system.created', { time: isoTime(now) }),
      text('system.corral', { version, host, node: versions.node }),
      text('system.computer', { system, platform, architecture: arch, memory: gibibytes(memoryBytes) }),
    ]),
  };
}

function currentAccess({ effective, keptOpen }: Snapshot['exposure']): string {
  if (!effective) return keptOpen ? text('access.keptOpen', { reach: keptOpen }) : text('access.none');
  const { reach, open, keyed, ollamaHost, listening } = effective;
  const access = [reach, ...(keyed ? [text('access.keyed')] : []), ...(open ? [text('access.open')] : [])].join(', ');
  return text('access.current', { access, ollamaHost, addresses: listening.join(', ') });
}

function accessItems({ exposure, settings, keys }: Snapshot): string[] {
  const { desired, pending, applying, degradedReason, readOnlyReason, addresses, tailscale, https } = exposure;
  const { state, unavailableReason } = tailscale;
  return [
    text('access.desired', { reach: desired, required: String(settings.requireKey), count: keys.length }),
    currentAccess(exposure),
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
      sizeBytes > 0
        ? text('models.loaded', { name, size: gibibytes(sizeBytes), gpu: gibibytes(gpuBytes) })
        : text('models.loadedUnknown', { name }),
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

export function configurationSections(
  settings: Settings,
  fixed: FixedSettings,
  variables: readonly EffectiveVariable[],
): ReportSection[] {
  const defaults = new Map<string, unknown>(Object.entries(Settings.parse({})));
  // The values of extra variables are in the configuration below, redacted.
  const shown = { ...settings, extraVariables: settings.extraVariables.map(({ name }) => name) };
  const changed = Object.entries(shown).filter(([name, value]) => !isDeepStrictEqual(value, defaults.get(name)));
  const set = variables.filter(({ source }) => source !== 'default');
  const atDefault = variables.length - set.length;
  return [
    {
      title: text('settings.title'),
      lines: listOrNone([
        ...changed.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
        ...Object.entries(fixed).map(([name, by]) =>
          text('settings.fixed', { name, value: JSON.stringify(by?.value), variable: by?.variable ?? '' }),
        ),
      ]),
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
