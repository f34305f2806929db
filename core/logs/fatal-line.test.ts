import { expect, it } from 'vitest';
import { isFatalLine } from './fatal-line.ts';
import { parseServerLine } from './parse-log-line.ts';

it.each([
  'Error: listen tcp 127.0.0.1:11434: bind: address already in use',
  "panic: bad origin: origins must contain '*' or include http://,https://",
  'panic: runtime error: invalid memory address or nil pointer dereference [recovered]',
  'fatal error: unexpected signal during runtime execution',
  'fatal error: runtime: out of memory',
  'fatal error: all goroutines are asleep - deadlock!',
  'SIGSEGV: segmentation violation',
  'SIGABRT: abort',
  'SIGTRAP: trace trap',
  'SIGBUS: bus error',
  'SIGILL: illegal instruction',
  'SIGQUIT: quit',
  'runtime: out of memory: cannot allocate 4194304-byte block (66453504 in use)',
  'runtime: failed to create new OS thread (have 5 already; errno=11)',
  'runtime/cgo: pthread_create failed: Resource temporarily unavailable',
  'runtime: epollcreate failed with 24',
  'libc++abi: terminating due to uncaught exception of type std::runtime_error: [METAL] Command buffer execution failed',
  'libc++abi.dylib: terminating with uncaught exception of type std::bad_alloc',
  "terminate called after throwing an instance of 'std::bad_alloc'",
  'terminate called without an active exception',
  "*** Terminating app due to uncaught exception 'NSInvalidArgumentException', reason: 'x'",
  '*** stack smashing detected ***: terminated',
  'free(): invalid pointer',
  'ollama(412,0x1f0) malloc: *** error for object 0x60: pointer being freed was not allocated',
  'Assertion failed: (ctx != nil), function ggml_metal_init, file ggml-metal.m, line 12.',
  'ollama: ggml.c:3000: ggml_new_tensor_impl: Assertion `view_src == NULL` failed.'.replaceAll('`', "'"),
  '/Users/runner/work/ollama/llama/ggml-metal.m:2210: GGML_ASSERT(ne00 % 4 == 0) failed',
  'GGML_ASSERT(tensor->grad) failed',
  'GGML_ASSERT: /go/src/llama.cpp/ggml-cuda.cu:8621: ptr == (void *) (pool_addr + pool_used)',
  '//ml/backend/ggml/ggml/src/ggml-cuda/ggml-cuda.cu:88: CUDA error',
  'CUDA error: out of memory',
  'ROCm error: invalid device function',
  'dyld[4021]: Library not loaded: @rpath/libggml-base.dylib',
  'dyld: Symbol not found: _OBJC_CLASS_$_MTLResidencySetDescriptor',
  '/opt/ollama: error while loading shared libraries: libstdc++.so.6: cannot open shared object file',
  "/opt/ollama: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.32' not found (required by /opt/ollama)",
  '/opt/ollama: symbol lookup error: /opt/ollama: undefined symbol: cudaGraphInstantiate',
  'Illegal instruction: 4',
  'Segmentation fault (core dumped)',
  '/opt/ollama: line 3:   412 Killed: 9',
  'bash: /opt/ollama: cannot execute binary file: Exec format error',
  'zsh: bad CPU type in executable: /opt/ollama',
])('%j begins the last words of a program, and is an error in the log', (line) => {
  expect(isFatalLine(line)).toBe(true);
  expect(parseServerLine(line)).toEqual({ at: null, level: 'error' });
});

it.each([
  'goroutine 1 gp=0xc0000021c0 m=0 mp=0x58f2b20 [running]:',
  'goroutine 1 [running]:',
  'panic({0x1055e8b80?, 0x14000622be0?})',
  '\t/usr/local/go/src/runtime/panic.go:791 +0x124',
  'main.main()',
  '[signal SIGSEGV: segmentation violation code=0x2 addr=0x10 pc=0x1045fb4a8]',
  'runtime.throw({0x1054f3c5e?, 0x0?})',
  'runtime: g 0 gp=0x25ceb00: unknown pc 0x7f9283b96eec',
  'PC=0x18f0a25d0 m=5 sigcode=0',
  'signal arrived during cgo execution',
  'rax    0x0',
  'created by github.com/ollama/ollama/server.Serve in goroutine 1',
  '\tpanic: again',
  '  Referenced from: <A1B2> /Applications/Ollama.app/Contents/Resources/ollama',
  '  current device: 0, in function alloc at ggml-cuda.cu:479',
  'llama_model_loader: loaded meta data with 24 key-value pairs',
  'ggml_metal_init: allocating',
  'SIGNAL: strong',
  'error: no error',
  'print_info: EOG token = 2 panic: no',
  '',
])('%j is neither', (line) => {
  expect(isFatalLine(line)).toBe(false);
  expect(parseServerLine(line).level).toBe('raw');
});

it('leaves what a structured line tells to its own level', () => {
  const line = 'time=2026-08-21T10:15:30.101+02:00 level=WARN source=x.go:1 msg="Error: CUDA error: out of memory"';
  expect(isFatalLine(line)).toBe(false);
  expect(parseServerLine(line).level).toBe('warn');
});

it('tests a hostile line in no time', () => {
  const start = performance.now();
  for (const line of [':1: '.repeat(50_000), `${'a'.repeat(60_000)}: `, 'malloc: *** '.repeat(9_000)])
    isFatalLine(line);
  expect(performance.now() - start).toBeLessThan(200);
});
