import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { diskShares } from './disk-shares.ts';

/** How much of the disk the models take. */
export function DiskUse() {
  const client = useClient();
  const models = useSnapshot((s) => s.models);
  const canReveal = useSnapshot((s) => s.app.capabilities.revealFile);
  const isMac = useSnapshot((s) => s.app.platform === 'darwin');
  const reveal = useAction(() => client.app.reveal({ what: 'modelsFolder' }));
  const used = models.installed.reduce((sum, model) => sum + (model.remoteHost === null ? model.sizeBytes : 0), 0);
  const count = models.installed.length;
  const shares = models.disk && diskShares(used, models.disk);
  return (
    <footer className="statusbar">
      <span>{`${count} ${count === 1 ? 'model uses' : 'models use'} ${formatBytes(used)}`}</span>
      {models.disk && shares && (
        <>
          <div className="bar disk" role="img" aria-label={shares.sentence}>
            <i style={{ width: `${shares.models}%` }} />
            <i className="rest" style={{ width: `${shares.others}%` }} />
          </div>
          <span title={models.disk.folder}>
            {`${formatBytes(models.disk.freeBytes)} free of ${formatBytes(models.disk.totalBytes)}`}
          </span>
        </>
      )}
      <span className="grow" aria-live="polite">
        {reveal.failure?.message}
      </span>
      {canReveal && (
        <Button size="small" variant="quiet" onClick={() => reveal.run()}>
          {isMac ? 'Show in Finder' : 'Show Folder'}
        </Button>
      )}
    </footer>
  );
}
