import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import type { Snapshot } from '../../../contract/snapshot.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { diskShares } from './disk-shares.ts';

/** How much disk space the models use. */
export function DiskUse() {
  const client = useClient();
  const { installed, disk } = useSnapshot((s) => s.models);
  const canReveal = useSnapshot((s) => s.app.capabilities.revealFile);
  const platform = useSnapshot((s) => s.app.platform);
  const reveal = useAction(() => client.app.reveal({ what: 'modelsFolder' }));
  const used = installed.reduce((sum, model) => sum + (model.remoteHost === null ? model.sizeBytes : 0), 0);
  return (
    <footer className="statusbar">
      <span>{modelsText('disk.modelsUse', { count: installed.length, size: formatBytes(used) })}</span>
      {disk && <DiskBar disk={disk} modelBytes={used} />}
      <span className="grow" aria-live="polite">
        {reveal.failure?.message}
      </span>
      {canReveal && (
        <Button size="small" variant="quiet" onClick={() => reveal.run()}>
          {modelsText('disk.reveal', { platform })}
        </Button>
      )}
    </footer>
  );
}

interface DiskBarProps {
  readonly disk: NonNullable<Snapshot['models']['disk']>;
  readonly modelBytes: number;
}

function DiskBar({ disk, modelBytes }: DiskBarProps) {
  const shares = diskShares(modelBytes, disk);
  if (shares === null) return null;
  const { models, others } = shares;
  return (
    <>
      <div
        className="bar disk"
        role="img"
        aria-label={modelsText('disk.shares', { models: Math.round(models), others: Math.round(others) })}
      >
        <i style={{ width: `${models}%` }} />
        <i className="rest" style={{ width: `${others}%` }} />
      </div>
      <span title={disk.folder}>
        {modelsText('disk.free', { free: formatBytes(disk.freeBytes), total: formatBytes(disk.totalBytes) })}
      </span>
    </>
  );
}
