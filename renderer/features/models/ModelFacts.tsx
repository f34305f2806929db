import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { formatDateTime } from '../../../contract/derived/format/format-time.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { useNow } from '../../components/use-now.ts';
import { capabilityWord } from './capability-label.ts';

const number = new Intl.NumberFormat('en-GB');
const shortDigest = 12;

/** What the list knows of a model, in full. */
export function ModelFacts({ model }: { readonly model: InstalledModel }) {
  const now = useNow(60_000);
  const runsWith = useSnapshot((s) => s.models.loaded.find(({ name }) => name === model.name)?.contextLength ?? null);
  const digest = model.digest.replace(/^sha256:/, '');
  return (
    <dl className="kv">
      <Fact name="Family" value={model.family} />
      <Fact name="Parameters" value={model.parameterSize} />
      <Fact name="Quantisation" value={model.quantization} />
      <Fact name="Context" value={contextWords(model.contextLength, runsWith)} />
      <Fact
        name="Embedding size"
        value={model.embeddingLength === null ? null : number.format(model.embeddingLength)}
      />
      <Fact name="Capabilities" value={model.capabilities.map((one) => capabilityWord(one).label).join(', ') || null} />
      <Fact name="Runs at" value={model.remoteHost} />
      <Fact name="Size on disk" value={formatBytes(model.sizeBytes)} />
      <Fact name="Pulled" value={formatDateTime(model.modifiedAt, now)} />
      <dt>Digest</dt>
      <dd className="digest">
        <code title={digest}>{digest.slice(0, shortDigest)}</code>
        <CopyButton iconOnly text={digest} label="Copy digest" />
      </dd>
    </dl>
  );
}

/** A line of facts; what isn't known isn't drawn. */
function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </>
  );
}

function contextWords(most: number | null, now: number | null): string | null {
  if (most === null) return null;
  return now === null || now === most
    ? number.format(most)
    : `${number.format(most)} (runs with ${number.format(now)})`;
}
