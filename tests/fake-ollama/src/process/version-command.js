import { joinHostPort } from './ollama-host.js';

/** `ollama -v`: asks the server at OLLAMA_HOST first (without a time limit, like the real one), then says its own version. */
export async function printVersion(config, switches) {
  const own = switches.version;
  const host = ['', '0.0.0.0'].includes(config.host.host) ? '127.0.0.1' : config.host.host;
  const lines = await fetch(`http://${joinHostPort(host, config.host.port)}/api/version`)
    .then((answer) => answer.json())
    .then(({ version }) => [
      `ollama version is ${version}`,
      ...(version === own ? [] : [`Warning: client version is ${own}`]),
    ])
    .catch(() => ['Warning: could not connect to a running Ollama instance', `Warning: client version is ${own}`]);
  process.stdout.write(`${lines.join('\n')}\n`);
}
