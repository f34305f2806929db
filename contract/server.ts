import { z } from 'zod';

/** Times are milliseconds since the Unix epoch. */
const Time = z.number();

/** Why a run of the server ended or could not begin. */
export const ServerCause = z.object({
  kind: z.enum([
    'programMissing',
    'notExecutable',
    'quarantined',
    'wrongArchitecture',
    'spawnFailed',
    'exitedBeforeReady',
    'neverReady',
    'exited',
    'unresponsive',
    'addressInUse',
    'addressUnavailable',
    'orphanStillRunning',
    'stopFailed',
    /** Ollama.app ended it because it wants the port for its own. */
    'stoppedByOllamaApp',
    /** The models folder's volume isn't there, or the folder can't be written to; the server is held until it can. */
    'modelsFolderUnavailable',
  ]),
  /** One plain sentence: what happened. */
  message: z.string(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  /** The last lines the run wrote, oldest first. */
  lastLines: z.array(z.string()),
});
export type ServerCause = z.infer<typeof ServerCause>;

/** Who started a server that isn't ours. */
export const ServerOwner = z.enum(['ollamaApp', 'homebrew', 'launchd', 'terminal', 'otherUser', 'unknown']);
export type ServerOwner = z.infer<typeof ServerOwner>;

export const ServerActual = z.discriminatedUnion('state', [
  /** `detail` names the path that was asked for and does not work; null when nothing was found anywhere. */
  z.object({ state: z.literal('notInstalled'), detail: z.string().nullable() }),
  z.object({ state: z.literal('stopped') }),
  z.object({ state: z.literal('starting'), runId: z.string(), since: Time }),
  z.object({ state: z.literal('running'), runId: z.string(), since: Time, version: z.string() }),
  z.object({ state: z.literal('unresponsive'), runId: z.string(), since: Time }),
  z.object({
    state: z.literal('restarting'),
    attempt: z.number(),
    nextAt: Time,
    cause: ServerCause,
  }),
  z.object({ state: z.literal('failed'), at: Time, cause: ServerCause }),
  z.object({ state: z.literal('stopping'), runId: z.string(), since: Time }),
  z.object({
    state: z.literal('external'),
    owner: ServerOwner,
    pid: z.number().nullable(),
    version: z.string(),
    /** It can be asked to end politely, so that ours takes its place. */
    canTakeOver: z.boolean(),
  }),
  z.object({
    state: z.literal('portInUse'),
    pid: z.number().nullable(),
    name: z.string().nullable(),
    canTakeOver: z.boolean(),
  }),
]);
export type ServerActual = z.infer<typeof ServerActual>;
export type ServerState = ServerActual['state'];

/** The `ollama` executable in use. */
export const Program = z.object({
  path: z.string(),
  version: z.string().nullable(),
  /** Where it was found: the environment variable, the setting, PATH, a default location, or the login shell. */
  source: z.enum(['environment', 'setting', 'path', 'defaultLocation', 'loginShell']),
});
export type Program = z.infer<typeof Program>;

/** Something that went wrong with the server and may be over by now. */
export const Problem = z.object({
  id: z.string(),
  at: Time,
  title: z.string(),
  detail: z.string(),
  resolved: z.boolean(),
});
export type Problem = z.infer<typeof Problem>;

/** Somebody else's socket on the port on which our server runs: callers may reach either. */
export const PortConflict = z.object({
  /** Numeric; `0.0.0.0` or `::` for every interface. */
  address: z.string(),
  pid: z.number().nullable(),
  name: z.string().nullable(),
});
export type PortConflict = z.infer<typeof PortConflict>;

/** One life of our server, from its launch or adoption to its end. */
export const RunSummary = z.object({
  runId: z.string(),
  startedAt: Time,
  pid: z.number().nullable(),
  version: z.string().nullable(),
  /** It was running already, left by an earlier life of Corral. */
  adopted: z.boolean(),
  /** Null while it runs. `kind` is a `ServerCause`'s, or `stopped` when it was asked to end. */
  end: z.object({ at: Time, kind: z.string(), message: z.string() }).nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** A known vulnerability of the Ollama in use. */
export const Advisory = z.object({
  /** Such as `CVE-2024-37032`. */
  id: z.string(),
  title: z.string(),
  /** The first version without it; null where there is none yet. */
  fixedIn: z.string().nullable(),
  url: z.string(),
});
export type Advisory = z.infer<typeof Advisory>;

/** Whether an action that cuts off work may do so: ask first, at once, or as soon as nothing is under way. */
export const When = z.enum(['ask', 'now', 'idle']);
export type When = z.infer<typeof When>;

export const ServerSlice = z.object({
  desired: z.enum(['running', 'stopped']),
  actual: ServerActual,
  program: Program.nullable(),
  pid: z.number().nullable(),
  port: z.number(),
  /** What programs on this Mac use, whoever runs the server: `http://localhost:PORT/v1`. */
  baseUrl: z.string(),
  /** Newest first. */
  problems: z.array(Problem),
  /** A stop or restart that waits until nothing is under way. */
  pending: z.object({ action: z.enum(['stop', 'restart']), since: Time }).nullable(),
  portConflicts: z.array(PortConflict),
  /** Newest first, the one that runs now among them. */
  runs: z.array(RunSummary),
  advisories: z.array(Advisory),
});
export type ServerSlice = z.infer<typeof ServerSlice>;
