import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/ollama/free-port.ts';
import { type ComparedProxy, startInstalled } from './installed-program.ts';

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
export async function startNginx(options: ProxyOptions): Promise<ComparedProxy | null> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-nginx-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, options));
  const uid = process.getuid?.() === 0 ? NOBODY_UID : undefined;
  if (uid !== undefined) await chown(folder, uid, uid);
  const url = `http://127.0.0.1:${port}`;
  const args = ['-e', 'stderr', '-p', folder, '-c', file];
  try {
    const program = await startInstalled({ command: PROGRAM, args, url, ...(uid === undefined ? {} : { uid }) });
    if (program === null) {
      await removeFolder();
      return null;
    }
    const end = () => program.end().then(removeFolder);
    return { url, pid: program.pid, end };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
