import { X } from 'lucide-react';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { formatCoarse } from '../../../contract/derived/format/format-duration.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { useNow } from '../../components/use-now.ts';
import { ModelActions } from './ModelActions.tsx';
import { ModelFacts } from './ModelFacts.tsx';
import { ModelTexts } from './ModelTexts.tsx';

export interface ModelInspectorProps {
  readonly model: InstalledModel;
  readonly onSelect: (name: string | null) => void;
  readonly deleting: boolean;
  readonly onDeleting: (deleting: boolean) => void;
}

/** Everything about the selected model, and what can be done with it. */
export function ModelInspector({ model, onSelect, deleting, onDeleting }: ModelInspectorProps) {
  return (
    <aside className="inspector" aria-label={`Details of ${model.name}`}>
      <div className="ins-head">
        <div className="ins-title">
          <h2 className="selectable">{model.name}</h2>
          <IconButton size="small" icon={X} label="Hide details" onClick={() => onSelect(null)} />
        </div>
        <p className="small secondary">
          <MemoryState name={model.name} />
        </p>
        <ModelActions model={model} deleting={deleting} onDeleting={onDeleting} onSelect={onSelect} />
      </div>
      <div className="scroll">
        <div className="block">
          <ModelFacts model={model} />
        </div>
        <ModelTexts model={model} />
      </div>
    </aside>
  );
}

function MemoryState({ name }: { readonly name: string }) {
  const loaded = useSnapshot((s) => s.models.loaded.find((model) => model.name === name));
  const loading = useSnapshot((s) => s.models.loading.includes(name));
  const now = useNow(1000);
  if (loading) return 'Loading…';
  if (loaded === undefined) return 'Not loaded. It loads with its first request.';
  const where = loaded.gpuBytes > 0 ? ' with the GPU' : '';
  const until = loaded.expiresAt === null ? 'stays loaded' : `unloads in ${formatCoarse(loaded.expiresAt - now)}`;
  return (
    <>
      <span className="ok-text medium">Loaded</span>
      {`, ${formatBytes(loaded.sizeBytes)}${where}, ${until}`}
    </>
  );
}
