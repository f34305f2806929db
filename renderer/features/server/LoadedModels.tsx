import { formatBytes, formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import type { LoadedModel } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { useNow } from '../../components/use-now.ts';
import { type MemoryPart, memoryUse, runsOn } from './memory-use.ts';

const contextFormat = new Intl.NumberFormat('en-GB');

/** What is in memory now, how much it takes and when it goes. */
export function LoadedModels() {
  const loaded = useSnapshot((s) => s.models.loaded);
  const loading = useSnapshot((s) => s.models.loading);
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const { parts, sentence } = memoryUse(loaded, memoryBytes);
  return (
    <Section title="Loaded now">
      <div className="group">
        <MemoryBar parts={parts} sentence={sentence} total={formatMemory(memoryBytes)} />
        {loaded.length > 0 && (
          <div className="row ruled colhead">
            <div className="loaded">
              <span />
              <span>Model</span>
              <span className="right">Memory</span>
              <span>Runs on</span>
              <span className="right">Context</span>
              <span>Unloads in</span>
              <span />
            </div>
          </div>
        )}
        {loaded.map((model, index) => (
          <LoadedRow key={model.name} model={model} tint={index % 2 === 0 ? 'd1' : 'd2'} />
        ))}
        {loading.map((name) => (
          <div key={name} className="row ruled secondary">
            <span className="spin" aria-hidden="true" />
            {`Loading ${name}…`}
          </div>
        ))}
        {loaded.length + loading.length === 0 && (
          <div className="row ruled secondary">
            Nothing is loaded. A model loads with its first request and answers a little later that one time.
          </div>
        )}
      </div>
    </Section>
  );
}

interface MemoryBarProps {
  readonly parts: readonly MemoryPart[];
  readonly sentence: string;
  readonly total: string;
}

function MemoryBar({ parts, sentence, total }: MemoryBarProps) {
  return (
    <div className="mem">
      <div className="meter" role="img" aria-label={sentence}>
        {parts.map((part) => (
          <i key={part.name} className={part.tint} style={{ width: `${part.percent}%` }} />
        ))}
      </div>
      <div className="mem-legend">
        {parts.map((part) => (
          <span key={part.name}>
            <i className={`swatch ${part.tint}`} />
            {part.name} <b>{formatBytes(part.bytes)}</b>
          </span>
        ))}
        <span className="end">{`${total} of memory`}</span>
      </div>
    </div>
  );
}

function LoadedRow({ model, tint }: { readonly model: LoadedModel; readonly tint: MemoryPart['tint'] }) {
  const client = useClient();
  const unload = useAction(() => client.models.unload({ name: model.name }));
  const now = useNow(1000);
  return (
    <div className="row">
      <div className="loaded">
        <i className={`swatch ${tint}`} />
        <span className="medium clip" title={model.name}>
          {model.name}
        </span>
        <span className="right">{formatBytes(model.sizeBytes)}</span>
        <span className="secondary">{runsOn(model)}</span>
        <span className="right">{model.contextLength === null ? '–' : contextFormat.format(model.contextLength)}</span>
        <span>{model.expiresAt === null ? 'Stays' : formatDuration(model.expiresAt - now)}</span>
        <Button size="small" aria-label={`Unload ${model.name}`} busy={unload.pending} onClick={() => unload.run()}>
          Unload
        </Button>
        {unload.failure && <p className="hint bad-text spanning">{unload.failure.message}</p>}
      </div>
    </div>
  );
}
