import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { CapabilityTags } from './CapabilityTags.tsx';
import { FitTag } from './FitTag.tsx';
import { chatModels, embeddingModels, type RecommendedModel } from './recommended-models.ts';
import { usePull } from './use-pull.ts';

/** Models to begin with, and whether this machine's memory is enough for them. */
export function RecommendedModels() {
  return (
    <>
      <Section title="Chat">
        <RecommendedList models={chatModels} />
      </Section>
      <Section title="Search and embeddings">
        <RecommendedList models={embeddingModels} />
      </Section>
      <p className="hint rec-foot">
        <b className="medium">Fits</b> leaves half of the memory for other apps. <b className="medium">Tight</b> runs,
        but other apps may slow down.
      </p>
    </>
  );
}

function RecommendedList({ models }: { readonly models: readonly RecommendedModel[] }) {
  return (
    <div className="group">
      {models.map((model) => (
        <RecommendedRow key={model.name} model={model} />
      ))}
    </div>
  );
}

function RecommendedRow({ model }: { readonly model: RecommendedModel }) {
  const { name, sizeBytes, capabilities, words } = model;
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const underWay = useSnapshot((s) => s.pulls.some((pull) => pull.name === name || pull.name === `${name}:latest`));
  const pull = usePull();
  return (
    <div className="row">
      <div className="rec">
        <div>
          <div className="name">
            <span className="medium">{name}</span>
            <CapabilityTags capabilities={capabilities} />
          </div>
          <div className={pull.problem ? 'hint bad-text' : 'hint'}>{pull.problem ?? words}</div>
        </div>
        <span className="right secondary">{formatBytes(sizeBytes)}</span>
        <FitTag sizeBytes={sizeBytes} memoryBytes={memoryBytes} />
        <Button
          size="small"
          aria-label={`Pull ${name}`}
          busy={pull.pending}
          disabledReason={underWay ? 'It is being pulled.' : null}
          onClick={() => pull.start(name)}
        >
          Pull
        </Button>
      </div>
    </div>
  );
}
