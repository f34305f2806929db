import { homedir } from 'node:os';
import type { EffectiveVariable } from '../../contract/settings.ts';
import { redact } from '../logs/redact.ts';
import type { ServerLog } from '../logs/server-log.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { redactedLines } from './lines-to-share.ts';
import { configurationSections, serverSections, stateSections, systemSection } from './report-sections.ts';
import { systemName } from './system-name.ts';

/** Lines of the log in the report. */
const reportedLines = 200;

export interface DiagnosticsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly serverLog: Pick<ServerLog, 'recentLines'>;
  /** Every variable of the server's and where it comes from. */
  readonly effective: () => Promise<readonly EffectiveVariable[]>;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** The person's home folder, which is written as `~`. */
  readonly home?: string;
}

/** The name of a tailnet is its owner's business. */
function hideTailnet(text: string): string {
  return text.replace(/(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.ts\.net\b/gi, '[tailnet name]');
}

/** Writes a path below `home` with `~`, because the home folder's name is often the person's. */
function shortenHome(text: string, home: string): string {
  if (home.length < 2) return text;
  const literal = home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w.~-])${literal}(?![\\w.-])`, 'g'), '~');
}

/**
 * What a person can send to somebody who is to help: versions, states, configuration, problems, and the log's last lines,
 * as Markdown. Secrets and prompts are left out, and the names of the tailnet.
 */
export function createDiagnostics(options: DiagnosticsOptions): () => Promise<string> {
  const { store, serverLog, clock = Date.now, home = homedir() } = options;
  return async () => {
    const snapshot = store.get();
    // A report without one of its parts is better than none.
    const variables = await options.effective().catch(() => []);
    const debug =
      snapshot.settings.debug || variables.some(({ name, source }) => name === 'OLLAMA_DEBUG' && source !== 'default');
    const lines = redactedLines(serverLog.recentLines(), { count: reportedLines, debug });
    const sections = [
      systemSection(snapshot.app, { system: await systemName(), now: clock() }),
      ...serverSections(snapshot.server, clock()),
      ...stateSections(snapshot),
      ...configurationSections(snapshot.settings, variables),
      { title: `Last ${lines.length} lines of the log`, lines: ['````', ...lines, '````'] },
    ];
    const text = sections.map(({ title, lines: body }) => [`## ${title}`, '', ...body].join('\n')).join('\n\n');
    const shown = `# Corral diagnostics\n\n${text}\n`
      .split('\n')
      .map((line) => hideTailnet(shortenHome(redact(line), home)));
    return shown.join('\n');
  };
}
