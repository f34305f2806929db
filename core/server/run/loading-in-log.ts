/**
 * What Ollama logs when it begins to load a model: `starting llama server` until 0.9, `starting runner` until 0.24, `starting
 * llama-server` since 0.30 (llm/server.go, llm/llama_server.go), and for MLX's runner (x/imagegen, x/mlxrunner).
 */
const BEGIN = /msg="starting (?:llama[- ]server|runner|mlx runner subprocess)"/;
/** From 0.12 to 0.24 a runner without a model is started to ask for GPUs. */
const GPU_DISCOVERY = /msg="starting runner" cmd="(?![^"]{0,4000} --model )/;

const STARTED =
  /msg="(?:(?:llama-server|llama runner) started in (?<seconds>[\d.]{1,12}) seconds|mlx runner is ready)"/;
/** The load that failed is over; the line has its model's file, or nothing where Ollama knows none. */
const FAILED = /msg="(?:Load failed|NewLlamaServer failed)"/;
/** The same without a file: of the load that was begun last, because these are made one after the other. */
const FAILED_LAST =
  /msg="(?:failed to create server|error loading llama server|unable to load any llama server|model is too large for system memory)"/;
/** Its client is gone, or its process. One of `FAILED` follows, unless the server goes down before. */
const ABORTED = /msg="client connection closed before (?:server|llama-server) finished loading, aborting load"/;
/** Of a runner that loads or of one that had loaded before. */
const RUNNER_GONE =
  /msg="(?:(?:llama-server|llama runner) (?:terminated|process no longer running)|stopping mlx runner subprocess)"/;
/** Nothing that was begun before goes on: the server begins, or goes down. */
const SERVER_ENDS = /msg="(?:server config|Listening on [^"]{1,200}|shutting down currently loading runner)"/;

interface Load {
  /** What tells its model from others: the blob's digest, a path or a name. Empty where the line has none. */
  readonly model: string;
  /** Of an MLX runner, whose later lines name it; otherwise empty. */
  readonly port: string;
  /** Milliseconds since the epoch; NaN where the line has no time. */
  readonly at: number;
}

function modelIn(line: string): string {
  const digest = /\bsha256[-:]([0-9a-f]{6,64})/.exec(line)?.[1];
  if (digest !== undefined) return digest;
  // Go joins the arguments of a command without quotes, and a path may have blanks.
  const argument = / --model (.{1,1000}?)(?: --|"|$)/.exec(line)?.[1];
  return argument ?? /\bmodel=("[^"]{0,1000}"|\S{1,1000})/.exec(line)?.[1]?.replaceAll('"', '') ?? '';
}

function loadIn(line: string): Load {
  const port = /\bport=(\d{1,5})\b/.exec(line)?.[1] ?? '';
  return { model: modelIn(line), port, at: Date.parse(/^time=(\S{1,40})/.exec(line)?.[1] ?? '') };
}

/** Which load a line means that says one is done: by its port, or by when it began according to its seconds. */
function startedLoad(loads: readonly Load[], line: string): Load | undefined {
  const { port, at } = loadIn(line);
  const samePort = loads.find((load) => port !== '' && load.port === port);
  const begun = at - Number(STARTED.exec(line)?.groups?.seconds) * 1_000;
  if (samePort !== undefined || Number.isNaN(begun)) return samePort ?? loads[0];
  return loads.toSorted((a, b) => Math.abs(a.at - begun) - Math.abs(b.at - begun))[0];
}

/** The loads that a server's log tells of, line by line. */
interface LoadsInLog {
  readonly loads: readonly Load[];
  /** One that is taken for over, because its client or its process is gone; a failure that follows is its end, not another's. */
  readonly guessed: Load | null;
  /** Runners with a model in memory, as far as the log tells. */
  readonly runners: number;
}

const nothing: LoadsInLog = { loads: [], guessed: null, runners: 0 };

function without(state: LoadsInLog, load: Load | undefined): LoadsInLog {
  return { ...state, loads: state.loads.filter((other) => other !== load) };
}

function afterBegin(state: LoadsInLog, line: string): LoadsInLog {
  const load = loadIn(line);
  // The same model once more is another attempt at it.
  const others = state.loads.filter(({ model }) => model === '' || model !== load.model);
  return { ...state, loads: [...others, load] };
}

function afterFailure(state: LoadsInLog, line: string): LoadsInLog {
  const { loads, guessed } = state;
  const model = FAILED.test(line) ? modelIn(line) : '';
  const named = loads.findLast((load) => model !== '' && load.model === model);
  // The guess was wrong: it was this one that had been aborted.
  if (named !== undefined && guessed !== null)
    return without({ ...state, loads: [guessed, ...loads], guessed: null }, named);
  if (named !== undefined) return without(state, named);
  if (guessed !== null) return { ...state, guessed: null };
  return without(
    state,
    loads.findLast((load) => model === '' || load.model === ''),
  );
}

function afterGuess(state: LoadsInLog): LoadsInLog {
  const last = state.loads.at(-1);
  return last === undefined ? state : without({ ...state, guessed: last }, last);
}

function afterRunnerGone(state: LoadsInLog): LoadsInLog {
  // With others in memory it may be one of those, and the failure that follows tells.
  return state.runners > 0 ? { ...state, runners: state.runners - 1 } : afterGuess(state);
}

function afterLine(state: LoadsInLog, line: string): LoadsInLog {
  if (!line.includes('msg="')) return state;
  if (SERVER_ENDS.test(line)) return nothing;
  if (BEGIN.test(line)) return GPU_DISCOVERY.test(line) ? state : afterBegin(state, line);
  if (STARTED.test(line)) {
    return { ...without(state, startedLoad(state.loads, line)), runners: state.runners + 1 };
  }
  if (FAILED.test(line) || FAILED_LAST.test(line)) return afterFailure(state, line);
  if (ABORTED.test(line)) return state.guessed === null ? afterGuess(state) : state;
  return RUNNER_GONE.test(line) && state.guessed === null ? afterRunnerGone(state) : state;
}

/** Whether a server's log, newest line last, says that a model is being loaded, whoever requested it. */
export function isLoadingInLog(lines: readonly string[]): boolean {
  return lines.reduce(afterLine, nothing).loads.length > 0;
}
