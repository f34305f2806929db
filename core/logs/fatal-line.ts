/** Go's names of the signals that end a program, as its runtime prints them: `SIGSEGV: segmentation violation`. */
const SIGNALS = 'ABRT|BUS|EMT|FPE|ILL|IOT|KILL|PIPE|QUIT|SEGV|STKFLT|SYS|TERM|TRAP|XCPU|XFSZ';

/**
 * How a program that can't go on begins its last words. What follows (registers, goroutines, frames) explains them and is no
 * error of its own. Repetitions are bounded, so that any line is tested in linear time.
 */
const FATAL_STARTS: readonly RegExp[] = [
  // cobra's `CheckErr` (Ollama's main.go), Go's runtime (runtime/panic.go, runtime/signal_unix.go, runtime/malloc.go).
  /^Error: /,
  /^panic: /,
  /^fatal error: /,
  new RegExp(`^SIG(?:${SIGNALS}): `),
  /^runtime: (?:out of memory|cannot allocate memory|goroutine stack exceeds)/,
  /^runtime(?:\/cgo)?: .{0,100}\bfailed(?:: | with | to )/,
  // C and C++: libc++ on macOS, libstdc++ on Linux, Apple's `abort_with_reason`, glibc's and macOS's allocators.
  /^libc\+\+abi(?:\.dylib)?: /,
  /^terminate called /,
  /^.{0,120}\*\*\* Terminating app due to uncaught exception/,
  /^\*\*\* (?:stack smashing detected|buffer overflow detected)/,
  /^(?:double free or corruption|free\(\): |malloc\(\): |corrupted size vs\. prev_size|munmap_chunk\(\): )/,
  /^.{0,80}malloc: \*\*\* error for object /,
  // `assert` of macOS, of glibc, and ggml's own (ggml/src/ggml.c), all three with the place in a source file.
  /^Assertion failed: /,
  /^.{0,300}:\d{1,7}: .{0,300}: Assertion [`'].{0,2000}' failed\.?$/,
  /^(?:.{0,300}:\d{1,7}: )?GGML_ASSERT(?:\(.{0,2000}\) failed|: )/,
  /^\S{1,300}\.(?:c|cc|cpp|cu|h|m|mm):\d{1,7}: (?:fatal error|CUDA error|ROCm error|HIP error|MUSA error)$/,
  /^(?:ggml_cuda_error: )?(?:CUDA|ROCm|HIP|MUSA) error: /,
  // The loaders: macOS's dyld, glibc's and musl's ld.so.
  /^dyld(?:\[\d{1,10}\])?: /,
  /^.{1,300}: error while loading shared libraries: /,
  /^.{1,300}: version [`'](?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,20}' not found/,
  /^.{1,300}: symbol lookup error: /,
  /^Error (?:loading shared library|relocating) /,
  // A shell that started the program, such as a wrapper script: `ollama: line 3: 412 Killed: 9  …`.
  /^(?:.{0,300}: {1,4}(?:\d{1,10} {1,4})?)?(?:Segmentation fault|Illegal instruction|Bus error|Abort trap|Trace\/BPT trap|Killed)(?:: \d{1,2})?(?: \(core dumped\))?(?:$| {2})/,
  /^(?:.{0,300}: )?(?:exec format error|bad CPU type in executable|cannot execute binary file)(?:$|: )/i,
];

/** The longest start of a line that is looked at, in characters. */
const MAX_START_LENGTH = 2_000;

/** Whether a line of the server's output begins the last words of a program: of the server itself or of a runner. */
export function isFatalLine(text: string): boolean {
  const start = text.slice(0, MAX_START_LENGTH);
  return FATAL_STARTS.some((pattern) => pattern.test(start));
}
