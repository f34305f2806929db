import { z } from 'zod';

/** Times are milliseconds since the Unix epoch. */
const Time = z.number();

/** Why a run of the server ended or could not begin. */
export const ServerCause = z.object({
  kind: z.enum([
    'spawnFailed',
    'exitedBeforeReady',
    'neverReady',
    'exited',
    'unresponsive',
    'addressInUse',
    'addressUnavailable',
    'orphanWouldNotEnd',
    'wouldNotStop',
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
export const ServerOwner = z.enum(['ollamaApp', 'homebrew', 'launchd', 'terminal', 'unknown']);
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
    canTakeOver: z.boolean(),
  }),
  z.object({
    state: z.literal('portTaken'),
    pid: z.number().nullable(),
    name: z.string().nullable(),
  }),
]);
export type ServerActual = z.infer<typeof ServerActual>;
export type ServerState = ServerActual['state'];

/** The `ollama` executable in use. */
export const Program = z.object({
  path: z.string(),
  version: z.string().nullable(),
  /** Where it was found: the environment variable, the setting, PATH, a fixed place or the login shell. */
  source: z.enum(['environment', 'setting', 'path', 'fixedPlace', 'loginShell']),
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

export const ServerSlice = z.object({
  wanted: z.enum(['running', 'stopped']),
  actual: ServerActual,
  program: Program.nullable(),
  pid: z.number().nullable(),
  port: z.number(),
  /** What programs on this Mac use, whoever runs the server: `http://localhost:PORT/v1`. */
  baseUrl: z.string(),
  /** Newest first. */
  problems: z.array(Problem),
});
export type ServerSlice = z.infer<typeof ServerSlice>;
