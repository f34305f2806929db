import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TailscaleStub {
  /** The folder of the command, to be put first on PATH. */
  readonly bin: string;
  /** Sets what `tailscale status` reports. */
  setStatus(addresses: readonly string[], state?: string): void;
  /** The target of each `tailscale serve` so far. */
  served(): readonly string[];
}

/** MagicDNS' name of this machine in the stub's tailnet. */
export const TAILNET_NAME = 'mac.tail4c2e.ts.net';

/** A `tailscale` command in `folder` that knows `status --json` and `serve` in the foreground. */
export function stubTailscale(folder: string, addresses: readonly string[]): TailscaleStub {
  const bin = join(folder, 'bin');
  const statusFile = join(folder, 'tailscale-status.json');
  const servedFile = join(folder, 'tailscale-served');
  const setStatus = (ips: readonly string[], state = 'Running') => {
    const status = {
      BackendState: state,
      TailscaleIPs: ips,
      Self: { DNSName: `${TAILNET_NAME}.`, Online: true, HostName: 'mac', TailscaleIPs: ips },
      CurrentTailnet: { Name: 'example', MagicDNSSuffix: 'tail4c2e.ts.net', MagicDNSEnabled: true },
    };
    writeFileSync(`${statusFile}.new`, JSON.stringify(status));
    renameSync(`${statusFile}.new`, statusFile);
  };
  mkdirSync(bin);
  setStatus(addresses);
  writeFileSync(
    join(bin, 'tailscale'),
    `#!/bin/sh
if [ "$1" = serve ]; then
  for target; do :; done
  echo "$target" >> '${servedFile}'
  printf 'Available within your tailnet:\\n\\nhttps://${TAILNET_NAME}/\\n|-- proxy %s\\n\\nPress Ctrl+C to exit.\\n' "$target"
  exec sleep 600
fi
cat '${statusFile}'
`,
  );
  chmodSync(join(bin, 'tailscale'), 0o755);
  return {
    bin,
    setStatus,
    served: () => (existsSync(servedFile) ? readFileSync(servedFile, 'utf8').trim().split('\n') : []),
  };
}
