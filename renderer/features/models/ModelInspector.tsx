import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatKnownBytes } from '../../../contract/derived/format/format-bytes.ts';
import { formatCoarse } from '../../../contract/derived/format/format-duration.ts';
import type { InstalledModel, LoadedModel } from '../../../contract/models.ts';
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
  const inspector = useRef<HTMLElement>(null);
  useFocusInPlace(inspector);
  return (
    <aside ref={inspector} className="inspector" aria-label={modelsText('inspector.name', { model: model.name })}>
      <div className="ins-head">
        <div className="ins-title">
          <h2 className="selectable">{model.name}</h2>
          <IconButton size="small" icon={X} label={modelsText('inspector.hide')} onClick={() => onSelect(null)} />
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

/** Where the inspector takes the list's place, which its styles decide, the focus goes there, and back to the row. */
function useFocusInPlace(inspector: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const list = inspector.current?.previousElementSibling;
    if (!list || getComputedStyle(list).visibility !== 'hidden') return;
    const row = list.querySelector<HTMLElement>('[aria-selected="true"]');
    inspector.current?.querySelector('button')?.focus();
    return () => row?.focus();
  }, [inspector]);
}

function MemoryState({ name }: { readonly name: string }) {
  const loaded = useSnapshot((s) => s.models.loaded.find((model) => model.name === name));
  const loading = useSnapshot((s) => s.models.loading.includes(name));
  if (loading) return modelsText('memory.loading');
  return loaded === undefined ? modelsText('memory.notLoaded') : <MemoryUse loaded={loaded} />;
}

function MemoryUse({ loaded }: { readonly loaded: LoadedModel }) {
  const now = useNow(1000);
  const facts = [memoryText(loaded), expiryText(loaded, now)].filter((fact) => fact !== null).join(', ');
  const tag = (chunks: ReactNode) => (
    <span key="loaded" className="ok-text medium">
      {chunks}
    </span>
  );
  return facts === ''
    ? modelsText.parts('memory.loadedOnly', { loaded: tag })
    : modelsText.parts('memory.loadedFacts', { facts, loaded: tag });
}

/** Null while it isn't known. */
function memoryText({ sizeBytes, gpuBytes }: LoadedModel): string | null {
  const size = formatKnownBytes(sizeBytes);
  return size !== null && gpuBytes > 0 ? modelsText('memory.sizeOnGpu', { size }) : size;
}

function expiryText({ expiresAt }: LoadedModel, now: number): string | null {
  if (expiresAt === undefined) return null;
  if (expiresAt === null) return modelsText('memory.staysLoaded');
  return modelsText('memory.unloadsIn', { duration: formatCoarse(expiresAt - now) });
}
