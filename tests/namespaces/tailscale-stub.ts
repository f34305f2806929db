import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TailscaleStub {
  /** To be put before PATH. */
  readonly bin: string;
  /** What `tailscale status` says from now on. */
  say(addresses: readonly string[], state?: string): void;
  /** The target of each `tailscale serve` so far. */
  served(): readonly string[];
}

/** MagicDNS' name of this machine in the stub's tailnet. */
export const tailnetName = 'mac.tail4c2e.ts.net';

/** A `tailscale` command in `folder` that knows `status --json` and `serve` in the foreground. */
export function stubTailscale(folder: string, addresses: readonly string[]): TailscaleStub {
  const bin = join(folder, 'bin');
  const statusFile = join(folder, 'tailscale-status.json');
  const servedFile = join(folder, 'tailscale-served');
  const say = (ips: readonly string[], state = 'Running') => {
    const status = {
      BackendState: state,
      TailscaleIPs: ips,
      Self: { DNSName: `${tailnetName}.`, Online: true, HostName: 'mac', TailscaleIPs: ips },
      CurrentTailnet: { Name: 'example', MagicDNSSuffix: 'tail4c2e.ts.net', MagicDNSEnabled: true },
    };
    writeFileSync(`${statusFile}.new`, JSON.stringify(status));
    renameSync(`${statusFile}.new`, statusFile);
  };
  mkdirSync(bin);
  say(addresses);
  writeFileSync(
    join(bin, 'tailscale'),
    `#!/bin/sh
if [ "$1" = serve ]; then
  for target; do :; done
  echo "$target" >> '${servedFile}'
  printf 'Available within your tailnet:\\n\\nhttps://${tailnetName}/\\n|-- proxy %s\\n\\nPress Ctrl+C to exit.\\n' "$target"
  exec sleep 600
fi
cat '${statusFile}'
`,
  );
  chmodSync(join(bin, 'tailscale'), 0o755);
  return {
    bin,
    say,
    served: () => (existsSync(servedFile) ? readFileSync(servedFile, 'utf8').trim().split('\n') : []),
  };
}
