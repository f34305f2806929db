import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { formatBytes, formatKnownBytes, formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import { formatCount } from '../../../contract/derived/format/format-number.ts';
import type { LoadedModel } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { useNow } from '../../components/use-now.ts';
import { type MemoryPart, memoryUse, processor } from './memory-use.ts';

/** The models in memory, how much of it they use and when they are unloaded. */
export function LoadedModels() {
  const loaded = useSnapshot((s) => s.models.loaded);
  const loading = useSnapshot((s) => s.models.loading);
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const { parts, description } = memoryUse(loaded, memoryBytes);
  return (
    <Section title={serverPageText('loaded.title')}>
      <div className="group">
        <MemoryBar parts={parts} description={description} total={formatMemory(memoryBytes)} />
        {loaded.length > 0 && (
          <div className="row ruled colhead">
            <div className="loaded">
              <span />
              <span>{serverPageText('loaded.model')}</span>
              <span className="right">{serverPageText('loaded.memory')}</span>
              <span>{serverPageText('loaded.processor')}</span>
              <span className="right">{serverPageText('loaded.context')}</span>
              <span>{serverPageText('loaded.unloadsIn')}</span>
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
            {serverPageText('loaded.loading', { name })}
          </div>
        ))}
        {loaded.length + loading.length === 0 && (
          <div className="row ruled secondary">{serverPageText('loaded.empty')}</div>
        )}
      </div>
    </Section>
  );
}

interface MemoryBarProps {
  readonly parts: readonly MemoryPart[];
  readonly description: string;
  readonly total: string;
}

function MemoryBar({ parts, description, total }: MemoryBarProps) {
  return (
    <div className="mem">
      <div className="meter" role="img" aria-label={description}>
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
        <span className="end">{serverPageText('memory.total', { total })}</span>
      </div>
    </div>
  );
}

function expiryText({ expiresAt }: LoadedModel, now: number): string {
  if (expiresAt === undefined) return serverPageText('noValue');
  return expiresAt === null ? serverPageText('loaded.never') : formatDuration(expiresAt - now);
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
        <span className="right" data-column={serverPageText('loaded.memory')}>
          {formatKnownBytes(model.sizeBytes) ?? serverPageText('noValue')}
        </span>
        <span className="secondary" data-column={serverPageText('loaded.processor')}>
          {processor(model)}
        </span>
        <span className="right" data-column={serverPageText('loaded.context')}>
          {model.contextLength === null ? serverPageText('noValue') : formatCount(model.contextLength)}
        </span>
        <span data-column={serverPageText('loaded.unloadsIn')}>{expiryText(model, now)}</span>
        <Button
          size="small"
          aria-label={serverPageText('loaded.unloadModel', { name: model.name })}
          busy={unload.pending}
          onClick={() => unload.run()}
        >
          {serverPageText('loaded.unload')}
        </Button>
        {unload.failure && <p className="hint bad-text spanning">{unload.failure.message}</p>}
      </div>
    </div>
  );
}
