import type { NamedCauseKind, ServerCause } from '../../../contract/server.ts';
import type { LastWords } from './last-words.ts';

/** What the last words name. */
export interface NamedCause {
  readonly kind:
    | NamedCauseKind
    | Extract<ServerCause['kind'], 'addressInUse' | 'addressUnavailable' | 'wrongArchitecture'>;
  readonly subject?: string;
}

interface CausePattern {
  readonly kind: NamedCause['kind'];
  /** Its group `subject` is what the cause is about. */
  readonly pattern: RegExp;
}

/** The operations of Go's file errors (`*fs.PathError`): `mkdir /x/.ollama: permission denied`. */
const OPERATIONS =
  'open|openat|openfdat|mkdir|mkdirat|stat|fstat|fstatat|lstat|access|readlink|remove|unlink|unlinkat|rmdir|chmod|fchmodat|chown|chtimes|truncate|read|pread|write|pwrite|copy_file_range|seek|sync|fsync|close|readdirent|fdopendir|getdents|createtemp|flock|fork/exec';

/** A path up to the colon before the reason; one that has a colon and a space itself isn't recognized. */
const REST_OF_PATH = String.raw`(?:[^\n:]|:(?! )){0,1000}?`;

/** A file error, with its path as the subject: the innermost one, because wrappers come first. */
function fileError(reason: string): RegExp {
  const at = String.raw`(?<=^|[\s:(])(?:${OPERATIONS}) "?(?<subject>[/~.]${REST_OF_PATH})"?`;
  // A relative path looks like any word, so that the operation has to begin the message.
  const relative = String.raw`(?<=^|: )(?:mkdir (?<made>[\w-]{1,100})|(?:${OPERATIONS}) (?<relative>[\w-]{1,100}/${REST_OF_PATH}))`;
  const from = String.raw`(?:rename|link|symlink) (?<from>/\S{1,1000}) \S{1,1000}`;
  return new RegExp(`(?:${at}|${relative}|${from}): (?:${reason})`, 'im');
}

const GPU_WORDS = [
  '(?:CUDA|ROCm|HIP|MUSA|SYCL|Vulkan) (?:error|driver)',
  'hipError|cudaError|cudaMalloc|hipMalloc|(?:cu|hip|roc)blas|rocBLAS|CUBLAS_STATUS|TensileLibrary',
  'ggml_(?:cuda|metal|vulkan|hip|sycl|opencl)|ggml_backend_(?:cuda|metal|vulkan)|ggml-(?:cuda|metal|vulkan|hip)',
  String.raw`\[METAL\]|Metal (?:assertion|error)|-\[_?MTL|MTL(?:CommandBuffer|Device|Library|Heap)|kIOGPU|IOGPU|command buffer \S* ?(?:execution )?failed`,
  'vk::|VK_ERROR|ErrorDeviceLost|ErrorOutOfDeviceMemory|no kernel image is available|device-side assert|GPU (?:hang|reset|timeout|is lost)',
  String.raw`\bNVML\b|nvidia driver|amdgpu|unable to initialize MLX|device kernel image is invalid`,
].join('|');

/**
 * What each reason is known by, most specific first, in messages of Ollama (cmd/, envconfig/, server/, manifest/), Go's runtime
 * and libraries, ggml, C++, and the loaders of macOS and Linux. Repetitions are bounded.
 */
const CAUSES: readonly CausePattern[] = [
  {
    kind: 'originsInvalid',
    pattern: /bad origin|origins must contain|only one \* is allowed|all origins (?:disabled|are allowed)/i,
  },
  {
    kind: 'homeMissing',
    pattern:
      /(?:HOME\b|userprofile%) is not (?:defined|set)|neither \$XDG_CONFIG_HOME nor \$HOME|HOME: (?:unbound variable|parameter not set)/i,
  },
  // A GPU's library that lacks a file is no folder's fault.
  { kind: 'gpuFault', pattern: /rocBLAS error|TensileLibrary|\b(?:CUDA|ROCm|HIP) error: / },
  // The listener.
  { kind: 'addressInUse', pattern: /address already in use|only one usage of each socket address/i },
  {
    kind: 'addressDenied',
    pattern: /\bbind: (?:permission denied|operation not permitted|an attempt was made to access a socket)/i,
  },
  {
    kind: 'addressUnavailable',
    pattern:
      /(?:can't|cannot) assign requested address|\bbind: (?:invalid argument|no such device|address family not supported)/i,
  },
  { kind: 'variableInvalid', pattern: /\blisten tcp\d?:? (?:lookup |address |unknown port)/i },
  // The disk.
  { kind: 'diskReadOnly', pattern: fileError('read-only file system') },
  { kind: 'diskReadOnly', pattern: /read-only file system|\bEROFS\b/i },
  { kind: 'diskFull', pattern: fileError('no space left on device|disk quota exceeded|file too large') },
  {
    kind: 'diskFull',
    pattern: /no space left on device|disk quota exceeded|not enough space on the disk|\bENOSPC\b|\bEDQUOT\b/i,
  },
  {
    kind: 'limitReached',
    pattern: /(?<subject>too many open files)|\b(?:EMFILE|ENFILE)\b|(?:epollcreate|kqueue|netpollinit) failed/i,
  },
  // Ollama's key.
  {
    kind: 'identityKeyInvalid',
    pattern:
      /(?<subject>\/[^\n:]{0,1000}\/id_ed25519(?:\.pub)?)"?: (?:permission denied|operation not permitted|is a directory|not a directory|no such file|input\/output error|invalid|ssh: )/i,
  },
  {
    kind: 'identityKeyInvalid',
    pattern:
      /\bssh: (?:no key found|unsupported key type|this private key is|cannot decode|unhandled key type|invalid)/i,
  },
  // Models and folders.
  {
    kind: 'modelCorrupt',
    pattern:
      /(?:open|stat|lstat|read) (?<subject>\/[^\n:]{0,1000}\/blobs\/sha256[-:][0-9a-f]{6,64}[^\n:]{0,100}): (?:no such file or directory|unexpected EOF|EOF)/i,
  },
  {
    kind: 'modelCorrupt',
    pattern:
      /(?:invalid|bad|wrong) (?:file )?(?:GGUF )?(?:magic|GGUF\b)|GGUF[^\n]{0,40}(?:invalid|corrupt|truncated|unsupported|failed)|gguf_init_from_file|failed to read magic/i,
  },
  {
    kind: 'modelCorrupt',
    pattern:
      /missing tensor '?(?<missing>[\w.:-]{1,120})|tensor '?(?<subject>[\w.:-]{1,120})'?[^\n]{0,60}(?:not found|is missing|missing|wrong shape|not within|out of bounds|corrupt|duplicated)/i,
  },
  {
    kind: 'modelCorrupt',
    pattern:
      /(?:missing|unknown|wrong number of) tensors?\b|digest mismatch|model is corrupt|corrupted? (?:model|blob|layer|manifest|file)|(?:failed|unable|error) (?:to load|loading) (?:the )?model|not within the file bounds|unsupported model format/i,
  },
  { kind: 'folderProtected', pattern: fileError('operation not permitted') },
  { kind: 'folderDenied', pattern: fileError('permission denied') },
  {
    kind: 'folderUnusable',
    pattern: fileError(
      'no such file or directory|not a directory|file exists|is a directory|input/output error|too many levels of symbolic links|file name too long|stale (?:NFS )?file handle|device not configured|no such device(?: or address)?|transport endpoint is not connected|bad file descriptor|invalid argument|operation timed out|resource (?:busy|deadlock avoided)|operation not supported',
    ),
  },
  // The executable.
  {
    kind: 'wrongArchitecture',
    pattern:
      /exec format error|bad CPU type in executable|cannot execute (?:binary file|: required file)|incompatible architecture|wrong (?:ELF class|architecture)|\bSIGILL\b|illegal instruction|CPU ISA level is lower|(?:does not|doesn't) support AVX|AVX2? (?:is )?(?:required|not supported)|rosetta error/i,
  },
  {
    kind: 'signatureInvalid',
    pattern:
      /code.?sign(?:ature|ing)\b[^\n]{0,200}(?:invalid|not valid|error|blocked|missing|unsuitable)|\bCODESIGNING\b|invalid signature|library validation failed|not valid for use in process/i,
  },
  { kind: 'libraryMissing', pattern: /Library not loaded: (?<subject>[^\n]{1,300})/ },
  {
    kind: 'libraryMissing',
    pattern:
      /Symbol not found: (?<subject>[^\s,()]{1,300})|symbol '?(?<symbol>_[\w$]{1,300})'?|undefined symbol: (?<undefined>[\w$@.]{1,300})/i,
  },
  {
    kind: 'libraryMissing',
    pattern:
      /(?:loading shared libraries|loading shared library|Error relocating): ?(?<subject>[^\s:]{1,300})|Error loading shared library (?<library>[^\s:]{1,300})/,
  },
  {
    kind: 'libraryMissing',
    pattern:
      /version [`'](?<subject>(?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,20})' not found|(?<library>GLIBC(?:XX)?_[\d.]{1,20})/,
  },
  {
    kind: 'libraryMissing',
    pattern: /symbol lookup error|\bdyld(?:\[\d{1,10}\])?: |(?<library>llama-server) binary not found/,
  },
  // GPU and memory: a GPU that runs out of its memory is the GPU's.
  { kind: 'gpuFault', pattern: new RegExp(GPU_WORDS, 'i') },
  {
    kind: 'limitReached',
    pattern:
      /failed to create new OS thread[^\n]{0,60}errno=11|pthread_create failed|(?<subject>ulimit -u)|resource temporarily unavailable|fork: retry/i,
  },
  {
    kind: 'outOfMemory',
    pattern:
      /out of memory|cannot allocate|can't allocate|not enough memory|(?:failed|unable) to (?:allocate|reserve|mmap|map)|insufficient memory|bad_alloc|failed to create new OS thread|\bENOMEM\b|memory allocation|jetsam|memorystatus|oom.?kill|failed to reserve page summary memory|memory limit/i,
  },
  {
    kind: 'variableInvalid',
    pattern:
      /(?:invalid|bad|unknown|cannot parse|unsupported)[^\n]{0,80}\b(?<subject>OLLAMA_[A-Z_]{2,40})|\b(?<variable>OLLAMA_[A-Z_]{2,40})\b[^\n]{0,80}(?:invalid|must be|not a valid|malformed|unsupported)/i,
  },
  {
    kind: 'variableInvalid',
    pattern:
      /\b(?:strconv\.Parse\w+|time: (?:invalid|unknown unit|missing unit)|invalid (?:duration|port|host)\b|missing port in address|too many colons in address)/i,
  },
  {
    kind: 'notOllama',
    pattern:
      /unknown (?:command|flag|shorthand flag|option|subcommand)|unrecognized (?:option|command|argument|subcommand)|(?:invalid|illegal) (?:option|command|choice|subcommand)|no such (?:command|subcommand)|unexpected argument/i,
  },
  {
    kind: 'notOllama',
    pattern:
      /\bserve['"]?: (?:No such file or directory|command not found|not found)|(?:cannot find module|can't open file)[^\n]{0,300}\bserve\b|is not a (?:valid )?command|^usage: /im,
  },
];

/** Frames of a crash while Ollama looks for GPUs, and while it reads a model file. */
const GPU_FRAMES =
  /_Cfunc_(?:nv|cu|hip|rocm|oneapi|vk|ggml_backend)|\b(?:gpu|discover)\.(?:GetGPUInfo|GPUDevices|bootstrap|initCuda)/;
const MODEL_FRAMES = /ollama\/(?:fs\/ggml|fs\/gguf|llm)\.\(?\*?\w{0,40}(?:gguf|ggml|decode)/i;

/** The longest line that is looked at, in characters. */
const MAX_LINE_LENGTH = 2_000;

/** What these lines name as the reason; null where it is none that is known. */
export function causeInLines(lines: readonly string[]): NamedCause | null {
  const text = lines.map((line) => line.slice(0, MAX_LINE_LENGTH)).join('\n');
  for (const { kind, pattern } of CAUSES) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined && !pattern.test(text)) continue;
    const subject = Object.values(groups ?? {}).find((value) => value !== undefined);
    return subject === undefined ? { kind } : { kind, subject: subject.trim() };
  }
  return null;
}

/** What the last words name as the reason, or what the program was doing by its frames; null where that is unknown. */
export function namedCause({ said, before, stacks }: LastWords): NamedCause | null {
  const named = causeInLines(said) ?? causeInLines(before);
  if (named !== null) return named;
  const frames = stacks.map((line) => line.slice(0, MAX_LINE_LENGTH)).join('\n');
  if (GPU_FRAMES.test(frames)) return { kind: 'gpuFault' };
  return MODEL_FRAMES.test(frames) ? { kind: 'modelCorrupt' } : null;
}
