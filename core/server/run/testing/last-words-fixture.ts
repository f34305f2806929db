type Words = readonly [words: string, subject?: string];

/** Last words of servers and runners, as people post them or the sources print them, by the kind of cause they name. */
export const lastWordsByKind: Readonly<Record<string, readonly Words[]>> = {
  originsInvalid: [
    ["panic: bad origin: origins must contain '*' or include http://,https://"],
    [
      "panic: bad origin: origins must contain '*' or include http://,https://,chrome-extension://,safari-extension://,moz-extension://,ms-browser-extension://,app://,file://,tauri://",
    ],
    ['panic: only one * is allowed'],
    ['panic: conflict settings: all origins disabled'],
    ['panic: conflict settings: all origins are allowed. AllowOriginFunc or AllowOriginWithContextFunc is not needed'],
    ["Error: bad origin: origins must contain '*' or include http://,https://"],
  ],
  homeMissing: [
    ['panic: $HOME is not defined'],
    ['Error: $HOME is not defined'],
    ['panic: %userprofile% is not defined'],
    ['Error: neither $XDG_CONFIG_HOME nor $HOME are defined'],
    ['/opt/ollama: line 3: HOME: unbound variable'],
    ['Error: HOME is not set'],
  ],
  folderDenied: [
    ['Error: could not create directory mkdir /x/.ollama: permission denied', '/x/.ollama'],
    [
      'Error: mkdir /Volumes/My Disk/models: permission denied: ensure path elements are traversable',
      '/Volumes/My Disk/models',
    ],
    [
      'Error: open /Users/jo/.ollama/models/manifests/registry.ollama.ai/library/qwen3/8b: permission denied',
      '/Users/jo/.ollama/models/manifests/registry.ollama.ai/library/qwen3/8b',
    ],
    ['Error: walk error: lstat /Volumes/SSD/ollama/blobs: permission denied', '/Volumes/SSD/ollama/blobs'],
    [
      'Error: unlinkat /usr/share/ollama/.ollama/models/blobs/sha256-1a2b3c4d-partial: permission denied',
      '/usr/share/ollama/.ollama/models/blobs/sha256-1a2b3c4d-partial',
    ],
    ['Error: rename /m/blobs/sha256:12ab /m/blobs/sha256-12ab: permission denied', '/m/blobs/sha256:12ab'],
    ['panic: open /var/lib/ollama: permission denied', '/var/lib/ollama'],
    ['Error: mkdir .ollama/models: permission denied', '.ollama/models'],
    ['Error: mkdir models: permission denied: ensure path elements are traversable', 'models'],
  ],
  folderProtected: [
    [
      'Error: mkdir /Users/jo/Documents/models: operation not permitted: ensure path elements are traversable',
      '/Users/jo/Documents/models',
    ],
    ['Error: open /Volumes/NAS/models/manifests: operation not permitted', '/Volumes/NAS/models/manifests'],
    ['Error: readdirent /Users/jo/Desktop/m: operation not permitted', '/Users/jo/Desktop/m'],
    ['Error: could not create directory mkdir /Users/jo/.ollama: operation not permitted', '/Users/jo/.ollama'],
    [
      'Error: lstat /Users/jo/Library/Mobile Documents/m/blobs: operation not permitted',
      '/Users/jo/Library/Mobile Documents/m/blobs',
    ],
  ],
  folderUnusable: [
    ['Error: mkdir /etc/passwd: not a directory: ensure path elements are traversable', '/etc/passwd'],
    [
      'Error: mkdir /Volumes/Gone/models: no such file or directory: ensure path elements are traversable',
      '/Volumes/Gone/models',
    ],
    ['Error: could not create directory mkdir /Users/jo/.ollama: file exists', '/Users/jo/.ollama'],
    ['Error: open /Volumes/SSD/models/manifests: input/output error', '/Volumes/SSD/models/manifests'],
    ['Error: readdirent /mnt/nfs/models/blobs: stale NFS file handle', '/mnt/nfs/models/blobs'],
    ['Error: lstat /Volumes/SSD/models/blobs: device not configured', '/Volumes/SSD/models/blobs'],
    ['Error: open /loop/models: too many levels of symbolic links', '/loop/models'],
  ],
  diskReadOnly: [
    ['Error: could not create directory mkdir /x/.ollama: read-only file system', '/x/.ollama'],
    ['Error: mkdir /models: read-only file system: ensure path elements are traversable', '/models'],
    ['Error: open /Volumes/DVD/.ollama/id_ed25519: read-only file system', '/Volumes/DVD/.ollama/id_ed25519'],
    ['Error: remove /Volumes/Backup/m/blobs/sha256-12ab: read-only file system', '/Volumes/Backup/m/blobs/sha256-12ab'],
    ['Error: unlinkat /m/manifests/a: read-only file system', '/m/manifests/a'],
    ['panic: write failed: Read-only file system'],
  ],
  diskFull: [
    ['Error: write /x/.ollama/id_ed25519.pub: no space left on device', '/x/.ollama/id_ed25519.pub'],
    ['Error: could not create directory mkdir /x/.ollama: no space left on device', '/x/.ollama'],
    ['Error: mkdir /m/blobs: disk quota exceeded', '/m/blobs'],
    ['panic: write /dev/stderr: no space left on device', '/dev/stderr'],
    ['Error: open /m/history: no space left on device', '/m/history'],
    ['ollama: write error: No space left on device'],
  ],
  identityKeyInvalid: [
    ['Error: open /Users/jo/.ollama/id_ed25519: permission denied', '/Users/jo/.ollama/id_ed25519'],
    ['Error: open /Users/jo/.ollama/id_ed25519: is a directory', '/Users/jo/.ollama/id_ed25519'],
    ['Error: stat /home/jo/.ollama/id_ed25519.pub: permission denied', '/home/jo/.ollama/id_ed25519.pub'],
    ['Error: ssh: no key found'],
    ['Error: ssh: this private key is passphrase protected'],
    ['panic: ssh: unsupported key type "DSA PRIVATE KEY"'],
  ],
  addressInUse: [
    ['Error: listen tcp 127.0.0.1:11434: bind: address already in use'],
    ['Error: listen tcp4 0.0.0.0:11434: bind: address already in use'],
    ['Error: listen tcp [::1]:11434: bind: address already in use'],
    ['panic: listen tcp :11434: bind: address already in use'],
    [
      'Error: listen tcp 127.0.0.1:11434: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
    ],
  ],
  addressUnavailable: [
    ["Error: listen tcp 100.64.0.1:11434: bind: can't assign requested address"],
    ['Error: listen tcp 10.9.9.9:11434: bind: cannot assign requested address'],
    ['Error: listen tcp [fd7a::1]:11434: bind: cannot assign requested address'],
    ['Error: listen tcp [fe80::1]:11434: bind: invalid argument'],
    ['Error: listen tcp6 [::1]:11434: bind: address family not supported by protocol'],
  ],
  addressDenied: [
    ['Error: listen tcp 127.0.0.1:80: bind: permission denied'],
    ['Error: listen tcp :443: bind: permission denied'],
    ['Error: listen tcp 0.0.0.0:1000: bind: operation not permitted'],
    ['panic: listen tcp [::]:22: bind: permission denied'],
    [
      'Error: listen tcp 127.0.0.1:11434: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
    ],
  ],
  variableInvalid: [
    ['Error: listen tcp: lookup foo.invalid: no such host'],
    ['Error: listen tcp: address 99999: invalid port'],
    ['Error: invalid value "x" for OLLAMA_NUM_PARALLEL', 'OLLAMA_NUM_PARALLEL'],
    ['panic: OLLAMA_GPU_OVERHEAD must be a number', 'OLLAMA_GPU_OVERHEAD'],
    ['Error: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ['Error: time: unknown unit "m5" in duration "5m5"'],
    ['Error: listen tcp: address ::1:11434: too many colons in address'],
  ],
  wrongArchitecture: [
    ['bash: /opt/ollama: cannot execute binary file: Exec format error'],
    ['zsh: bad CPU type in executable: /opt/ollama'],
    ['SIGILL: illegal instruction'],
    ['Illegal instruction: 4'],
    [
      "dyld[41]: Library not loaded: @rpath/libggml.dylib\n  Reason: tried: '/x/libggml.dylib' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64e'))",
    ],
    ['/opt/ollama: error while loading shared libraries: libm.so.6: wrong ELF class: ELFCLASS32'],
    ['Fatal glibc error: CPU ISA level is lower than required'],
  ],
  signatureInvalid: [
    [
      "dyld[41]: Library not loaded: @rpath/libggml.dylib\n  Reason: tried: '/x/libggml.dylib' (code signature in <A1> '/x/libggml.dylib' not valid for use in process: mapped file has no Team ID)",
    ],
    ['Error: /opt/ollama: code signature invalid'],
    ['Termination Reason: CODESIGNING 2 Invalid Page'],
    ['/opt/ollama: line 1: SIGKILL (Code Signature Invalid)'],
    ['panic: library validation failed'],
  ],
  libraryMissing: [
    [
      'dyld[4021]: Library not loaded: @rpath/libggml-base.dylib\n  Referenced from: <A1> /opt/ollama',
      '@rpath/libggml-base.dylib',
    ],
    [
      'dyld: Symbol not found: _OBJC_CLASS_$_MTLResidencySetDescriptor\n  Referenced from: /opt/ollama',
      '_OBJC_CLASS_$_MTLResidencySetDescriptor',
    ],
    [
      '/opt/ollama: error while loading shared libraries: libstdc++.so.6: cannot open shared object file: No such file or directory',
      'libstdc++.so.6',
    ],
    [
      "/opt/ollama: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.32' not found (required by /opt/ollama)",
      'GLIBC_2.32',
    ],
    ['/opt/ollama: symbol lookup error: /opt/ollama: undefined symbol: cudaGraphInstantiate', 'cudaGraphInstantiate'],
    ['Error loading shared library libgcc_s.so.1: No such file or directory (needed by /opt/ollama)', 'libgcc_s.so.1'],
    ['Error: llama-server binary not found (checked: /opt/lib/ollama/llama-server)', 'llama-server'],
  ],
  outOfMemory: [
    ['fatal error: runtime: out of memory'],
    ['fatal error: runtime: cannot allocate memory'],
    ['runtime: out of memory: cannot allocate 4194304-byte block (66453504 in use)\nfatal error: out of memory'],
    ['fatal error: failed to reserve page summary memory'],
    ["terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\nSIGABRT: abort"],
    ['libc++abi: terminating due to uncaught exception of type std::bad_alloc: std::bad_alloc'],
    ['Error: fork/exec /opt/llama-server: cannot allocate memory'],
    ['runtime: failed to create new OS thread (have 2 already; errno=12)\nfatal error: newosproc'],
  ],
  limitReached: [
    ['Error: listen tcp 127.0.0.1:11434: socket: too many open files', 'too many open files'],
    ['Error: accept tcp 127.0.0.1:11434: accept: too many open files', 'too many open files'],
    ['runtime: epollcreate failed with 24\nfatal error: runtime: netpollinit failed'],
    ['runtime/cgo: pthread_create failed: Resource temporarily unavailable\nSIGABRT: abort'],
    [
      'runtime: failed to create new OS thread (have 5 already; errno=11)\nruntime: may need to increase max user processes (ulimit -u)\nfatal error: newosproc',
    ],
    ['Error: open /m/blobs: too many open files in system', 'too many open files'],
  ],
  gpuFault: [
    [
      'CUDA error: out of memory\n  current device: 0, in function alloc at ggml-cuda.cu:479\n//ml/ggml-cuda.cu:88: CUDA error\nSIGABRT: abort',
    ],
    [
      'libc++abi: terminating due to uncaught exception of type std::runtime_error: [METAL] Command buffer execution failed: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)',
    ],
    ['GGML_ASSERT(ggml_metal_graph_compute) failed: command buffer 0 failed with status 5'],
    ['ROCm error: invalid device function'],
    [
      'rocBLAS error: Cannot read /opt/rocm/lib/rocblas/library/TensileLibrary.dat: No such file or directory for GPU arch : gfx1032\nSIGABRT: abort',
    ],
    [
      "terminate called after throwing an instance of 'vk::DeviceLostError'\n  what():  vk::Queue::submit: ErrorDeviceLost",
    ],
    [
      '-[MTLDebugDevice newBufferWithBytes:length:options:]:721: failed assertion\nAssertion failed: (buffer), function x, file y.m, line 1.',
    ],
    ['/Users/runner/llama/ggml-metal.m:2210: GGML_ASSERT(ne00 % 4 == 0) failed'],
  ],
  modelCorrupt: [
    ['Error: invalid magic'],
    ['panic: invalid GGUF magic: 0x0'],
    [
      "Error: llama_model_load: error loading model: tensor 'blk.0.attn_q.weight' data is not within the file bounds, model is corrupted or incomplete",
      'blk.0.attn_q.weight',
    ],
    ["Error: error loading model: missing tensor 'output.weight'", 'output.weight'],
    ['Error: digest mismatch, file must be downloaded again: want sha256:ab, got sha256:cd'],
    ['Error: open /m/blobs/sha256-0123456789abcdef: no such file or directory', '/m/blobs/sha256-0123456789abcdef'],
    ["terminate called after throwing an instance of 'std::runtime_error'\n  what():  failed to load model"],
    ['gguf_init_from_file: failed to read magic\nSIGSEGV: segmentation violation'],
  ],
  notOllama: [
    ['Error: unknown command "serve" for "ollama-tool"'],
    ['error: unrecognized arguments: serve'],
    ["error: argument command: invalid choice: 'serve' (choose from 'run', 'list')"],
    ["python3: can't open file '/data/serve': [Errno 2] No such file or directory"],
    ["Error: Cannot find module '/data/serve'"],
    ['bash: serve: No such file or directory'],
    ['Usage: llama [OPTIONS]'],
    ["error: unexpected argument 'serve' found"],
  ],
};
