import { readFile } from 'node:fs/promises';
import { homedir, release, type } from 'node:os';
import { diagnosticsText } from '../../contract/derived/catalog/en/diagnostics.ts';
import type { EffectiveVariable } from '../../contract/settings.ts';
import { redact } from '../logs/redact.ts';
import type { ServerLog } from '../logs/server-log.ts';
import { runTool } from '../os/run-tool.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { redactedLines } from './redacted-lines.ts';
import { configurationSections, stateSections, systemSection } from './report-sections.ts';
import { serverSections } from './server-sections.ts';

/** Enough for the server's last start and what led to a failure, and still short enough to paste into an issue. */
const REPORTED_LOG_LINES = 200;

export interface DiagnosticsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly serverLog: Pick<ServerLog, 'recentLines'>;
  /** Every variable of the server and its source. */
  readonly effective: () => Promise<readonly EffectiveVariable[]>;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** The person's home folder, which is written as `~`. */
  readonly home?: string;
}

/** Such as `macOS 15.2` or `Debian GNU/Linux 12 (bookworm)`; the kernel's name if the system doesn't report its own. */
async function systemName(): Promise<string> {
  const kernel = `${type()} ${release()}`;
  if (process.platform === 'darwin') {
    const version = await runTool('/usr/bin/sw_vers', ['-productVersion']);
    return version === null ? kernel : `macOS ${version.trim()} (${kernel})`;
  }
  const facts = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(facts)?.[1];
  return name === undefined ? kernel : `${name} (${kernel})`;
}

/** The name of a tailnet often identifies its owner. */
function redactTailnet(text: string): string {
  return text.replace(/(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.ts\.net\b/gi, diagnosticsText('redacted.tailnet'));
}

/** Writes a path below `home` with `~`, because the home folder's name often identifies the person. */
function shortenHome(text: string, home: string): string {
  if (home.length < 2) return text;
  const literal = home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w.~-])${literal}(?![\\w.-])`, 'g'), '~');
}

/**
 * What a person can send to support: versions, states, configuration, problems and the log's last lines, as Markdown. Secrets, prompts
 * and names of tailnets are redacted.
 */
export function createDiagnostics(options: DiagnosticsOptions): () => Promise<string> {
  const { store, serverLog, clock = Date.now, home = homedir() } = options;
  return async () => {
    const snapshot = store.get();
    // A report without one of its sections is better than none.
    const variables = await options.effective().catch(() => []);
    const debug =
      snapshot.settings.debug || variables.some(({ name, source }) => name === 'OLLAMA_DEBUG' && source !== 'default');
    const lines = redactedLines(serverLog.recentLines(), { count: REPORTED_LOG_LINES, debug });
    const sections = [
      systemSection(snapshot.app, { system: await systemName(), now: clock() }),
      ...serverSections(snapshot.server, clock()),
      ...stateSections(snapshot),
      ...configurationSections(snapshot.settings, snapshot.app.fixed, variables),
      { title: diagnosticsText('log.title', { count: lines.length }), lines: ['````', ...lines, '````'] },
    ];
    const text = sections.map(({ title, lines: body }) => [`## ${title}`, '', ...body].join('\n')).join('\n\n');
    const report = `# ${diagnosticsText('title')}\n\n${text}\n`;
    return report
      .split('\n')
      .map((line) => redactTailnet(shortenHome(redact(line), home)))
      .join('\n');
  };
}
