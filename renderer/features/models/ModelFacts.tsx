import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatKnownBytes } from '../../../contract/derived/format/format-bytes.ts';
import { formatCount } from '../../../contract/derived/format/format-number.ts';
import { formatDateTime } from '../../../contract/derived/format/format-time.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { useNow } from '../../components/use-now.ts';
import { capabilityLabel } from './capability-label.ts';

const SHORT_DIGEST_LENGTH = 12;

/** Everything the model list knows about a model. */
export function ModelFacts({ model }: { readonly model: InstalledModel }) {
  const now = useNow(60_000);
  const loadedContext = useSnapshot(
    (s) => s.models.loaded.find(({ name }) => name === model.name)?.contextLength ?? null,
  );
  const digest = model.digest.replace(/^sha256:/, '');
  const capabilities = model.capabilities.map((capability) => capabilityLabel(capability).label);
  return (
    <dl className="kv">
      <Fact name={modelsText('facts.family')} value={model.family} />
      <Fact name={modelsText('facts.parameters')} value={model.parameterSize} />
      <Fact name={modelsText('facts.quantization')} value={model.quantization} />
      <Fact name={modelsText('facts.context')} value={contextText(model.contextLength, loadedContext)} />
      <Fact
        name={modelsText('facts.embeddingSize')}
        value={model.embeddingLength === null ? null : formatCount(model.embeddingLength)}
      />
      <Fact name={modelsText('facts.capabilities')} value={capabilities.join(', ') || null} />
      <Fact name={modelsText('facts.remoteHost')} value={model.remoteHost} />
      <Fact name={modelsText('facts.size')} value={formatKnownBytes(model.sizeBytes)} />
      <Fact
        name={modelsText('facts.pulled')}
        value={model.modifiedAt > 0 ? formatDateTime(model.modifiedAt, now) : null}
      />
      {digest !== '' && (
        <>
          <dt>{modelsText('facts.digest')}</dt>
          <dd className="digest">
            <code title={digest}>{digest.slice(0, SHORT_DIGEST_LENGTH)}</code>
            <CopyButton iconOnly text={digest} label={modelsText('facts.copyDigest')} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** A term and its value; nothing while the value is unknown. */
function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </>
  );
}

function contextText(max: number | null, current: number | null): string | null {
  if (max === null) return null;
  return current === null || current === max ? formatCount(max) : modelsText('facts.contextLoaded', { max, current });
}
