import { z } from 'zod';

/** Times are milliseconds since the Unix epoch. */
const Time = z.number();

/** What the server's last words name as the reason, before it was ready or after. */
export const NamedCauseKind = z.enum([
  /** `OLLAMA_ORIGINS` has an origin without a scheme. */
  'originsInvalid',
  /** Another variable of its environment has a value with which it can't start. */
  'variableInvalid',
  'homeMissing',
  /** The file system's rights keep it from a folder. */
  'folderDenied',
  /** macOS's privacy protection keeps it from a folder. */
  'folderProtected',
  /** A folder is missing, is no folder, or its disk fails. */
  'folderUnusable',
  'diskReadOnly',
  'diskFull',
  /** A port below 1024, or one that the system refuses. */
  'addressDenied',
  /** The key with which Ollama identifies itself to ollama.com can't be read, or is none. */
  'identityKeyInvalid',
  /** macOS ends a program whose code signature is broken. */
  'signatureInvalid',
  'libraryMissing',
  'outOfMemory',
  'gpuFault',
  'modelCorrupt',
  /** Too many files, threads or processes. */
  'limitReached',
  /** The executable knows no `serve`. */
  'notOllama',
]);
export type NamedCauseKind = z.infer<typeof NamedCauseKind>;

/** Why a run of the server ended or couldn't start. */
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
    /** The Ollama app stopped it to use its port. */
    'stoppedByOllamaApp',
    /** A signal that wasn't Corral's asked it to quit, such as that of `pkill ollama`: it isn't restarted. */
    'stoppedByOther',
    /** The models folder's volume isn't mounted, or the folder isn't writable; the server waits until it is. */
    'modelsFolderUnavailable',
    ...NamedCauseKind.options,
  ]),
  /** What the kind is about: a path, a library, a variable, a limit. Absent where the last words don't name it. */
  subject: z.string().optional(),
  /** Absent where the kind says it, or where it never was. */
  wasReady: z.boolean().optional(),
  /** One sentence: what happened. */
  message: z.string(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  /** What the run said that may explain it, oldest first: its last words from their beginning, and its last log lines. */
  lastLines: z.array(z.string()),
});
export type ServerCause = z.infer<typeof ServerCause>;

/** Who started a server that Corral didn't start. */
export const ServerOwner = z.enum(['ollamaApp', 'homebrew', 'launchd', 'terminal', 'otherUser', 'unknown']);
export type ServerOwner = z.infer<typeof ServerOwner>;

export const ServerActual = z.discriminatedUnion('state', [
  /** `detail` names the configured path that doesn't work; null if nothing was found anywhere. */
  z.object({ state: z.literal('notInstalled'), detail: z.string().nullable() }),
  /** `byOther` where another process stopped the server and it hasn't been started since. */
  z.object({ state: z.literal('stopped'), byOther: z.object({ at: Time }).optional() }),
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
    /** Corral can ask it to quit, so that ours takes its place. */
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

/** Something that went wrong with the server and may be resolved by now. */
export const Problem = z.object({
  id: z.string(),
  /** Of a run of the server, or of the environment that the server inherits, which lasts until that changes. */
  kind: z.enum(['run', 'environment']),
  at: Time,
  title: z.string(),
  detail: z.string(),
  resolved: z.boolean(),
});
export type Problem = z.infer<typeof Problem>;

/** Another process's socket on our server's port: clients may reach either. */
export const PortConflict = z.object({
  /** Numeric; `0.0.0.0` or `::` for every interface. */
  address: z.string(),
  pid: z.number().nullable(),
  name: z.string().nullable(),
});
export type PortConflict = z.infer<typeof PortConflict>;

/** One run of our server, from its launch or adoption to its end. */
export const RunSummary = z.object({
  runId: z.string(),
  startedAt: Time,
  pid: z.number().nullable(),
  version: z.string().nullable(),
  /** It was already running, left by an earlier session of Corral. */
  adopted: z.boolean(),
  /** Null while it runs. `kind` is a `ServerCause`'s, or `stopped` if it was stopped normally. */
  end: z.object({ at: Time, kind: z.string(), message: z.string() }).nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** A known vulnerability of the Ollama in use. */
export const Advisory = z.object({
  /** Such as `CVE-2024-37032`. */
  id: z.string(),
  title: z.string(),
  /** The first version without it; null if there is none yet. */
  fixedIn: z.string().nullable(),
  url: z.string(),
});
export type Advisory = z.infer<typeof Advisory>;

/** When to do what interrupts work: after asking, now, or as soon as no work is in progress. */
export const When = z.enum(['ask', 'now', 'idle']);
export type When = z.infer<typeof When>;

export const ServerSlice = z.object({
  desired: z.enum(['running', 'stopped']),
  actual: ServerActual,
  program: Program.nullable(),
  pid: z.number().nullable(),
  /** The one that clients use. */
  port: z.number(),
  /** The server's own port, on this Mac only, while Corral listens on `port` in front of it; null otherwise. */
  innerPort: z.number().nullable(),
  /** What apps on this Mac use, whoever runs the server: `http://localhost:PORT/v1`. */
  baseUrl: z.string(),
  /** Newest first. */
  problems: z.array(Problem),
  /** A stop or restart that waits until no work is in progress. */
  pending: z.object({ action: z.enum(['stop', 'restart']), since: Time }).nullable(),
  portConflicts: z.array(PortConflict),
  /** The Ollama app, which is running and can't start a server of its own because Corral serves the port; null otherwise. */
  ollamaApp: z.object({ pid: z.number() }).nullable(),
  /** Newest first, including the current one. */
  runs: z.array(RunSummary),
  advisories: z.array(Advisory),
});
export type ServerSlice = z.infer<typeof ServerSlice>;
