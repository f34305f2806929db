import { diagnosticsText as text } from '../../contract/derived/catalog/en/diagnostics.ts';
import type { Problem, RunSummary, ServerActual, ServerSlice } from '../../contract/server.ts';
import { redactPrompts } from './redacted-lines.ts';
import { isoTime, list, listOrNone, type ReportSection } from './report-section.ts';

/** The state with its fields; the last lines of a cause are in the log. */
function stateItems(actual: ServerActual): string[] {
  if (!('cause' in actual)) {
    const fields = Object.entries(actual).map(([name, value]) =>
      name === 'since' ? text('server.since', { time: isoTime(Number(value)) }) : `${name} ${value}`,
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

function serverItems(server: ServerSlice, now: number): string[] {
  const { actual, desired, pid, port, innerPort, pending, portConflicts } = server;
  return [
    text('server.desired', { state: desired, pid: String(pid ?? text('noPid')), port: String(port) }),
    ...(innerPort === null ? [] : [text('server.innerPort', { inner: String(innerPort) })]),
    ...stateItems(actual),
    ...(actual.state === 'running'
      ? [text('server.uptime', { seconds: String(Math.round((now - actual.since) / 1000)) })]
      : []),
    ...(pending ? [text('server.pending', { action: pending.action, time: isoTime(pending.since) })] : []),
    ...portConflicts.map(({ address, pid: other, name }) =>
      text('server.portConflict', { name: name ?? text('unknown'), pid: String(other), address }),
    ),
  ];
}

function problemItem({ at, title, detail, resolved }: Problem): string {
  const values = { time: isoTime(at), title, detail };
  const item = resolved ? text('problems.resolved', values) : text('problems.problem', values);
  return redactPrompts(item.replaceAll('\n', ' '));
}

function runItem({ adopted, startedAt, pid, version, end }: RunSummary): string {
  const values = {
    time: isoTime(startedAt),
    pid: String(pid ?? text('noPid')),
    version: version ?? text('unknown'),
    end: end
      ? text('runs.ended', { time: isoTime(end.at), kind: end.kind, message: redactPrompts(end.message) })
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
