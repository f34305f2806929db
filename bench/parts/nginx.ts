import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../tests/ollama/free-port.ts';

export interface Proxy {
  readonly url: string;
  readonly pid: number;
  end(): Promise<void>;
}

export interface ProxyOptions {
  readonly upstream: string;
  readonly key: string;
}

/** nginx's configuration for a key check and an unbuffered proxy; one worker, keep-alive on both sides. */
function configuration(folder: string, port: number, { upstream, key }: ProxyOptions): string {
  return `
daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 32m;
  keepalive_requests 1000000;
  upstream model_server {
    server ${new URL(upstream).host};
    keepalive 64;
    keepalive_requests 1000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=2048;
    location / {
      if ($http_authorization != "Bearer ${key}") { return 401; }
      proxy_pass http://model_server;
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_read_timeout 1h;
      proxy_set_header Connection "";
      proxy_set_header Authorization "";
    }
  }
}
`;
}

/** The command of Debian's package and of Homebrew's. */
const PROGRAM = 'nginx';
/** Debian's account `NOBODY_UID`: when root runs the bench, nginx runs without root privileges. */
const NOBODY_UID = 65_534;

/** Starts nginx as a plain process with its files in a folder of its own; null where it isn't installed. */
export async function startNginx(options: ProxyOptions): Promise<Proxy | null> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, options));
  const uid = process.getuid?.() === 0 ? NOBODY_UID : undefined;
  if (uid !== undefined) await chown(folder, uid, uid);
  const child = spawn(PROGRAM, ['-e', 'stderr', '-p', folder, '-c', file], {
    // Debian installs it in a folder that is only in root's PATH.
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const end = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  const failed = once(child, 'error').then(([error]) => error);
  // A command that doesn't exist has no pid.
  if (child.pid === undefined) {
    const error: unknown = await failed;
    await end();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(url, () => child.exitCode);
  } catch (error) {
    await end();
    throw error;
  }
  return { url, pid: child.pid, end };
}

/** Resolves once something responds there; rejects when nginx exits instead. */
async function waitUntilReady(url: string, exitCode: () => number | null): Promise<void> {
  for (;;) {
    const isReady = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    if (exitCode() !== null) throw new Error(`nginx exited with ${exitCode()}`);
    await delay(20);
  }
}
