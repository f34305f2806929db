import type { ReactNode } from 'react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { isSameModel } from '../../../contract/derived/model-name.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Section } from '../../components/Section.tsx';
import { CapabilityTags } from './CapabilityTags.tsx';
import { FitTag } from './FitTag.tsx';
import { chatModels, embeddingModels, type RecommendedModel } from './recommended-models.ts';
import { usePull } from './use-pull.ts';

/** Models to start with, and whether they fit in this computer's memory. */
export function RecommendedModels() {
  return (
    <>
      <Section title={modelsText('recommended.chat')}>
        <RecommendedList models={chatModels} />
      </Section>
      <Section title={modelsText('recommended.embeddings')}>
        <RecommendedList models={embeddingModels} />
      </Section>
      <p className="hint rec-foot">
        {modelsText.parts('recommended.legend', {
          fits: (chunks: ReactNode) => (
            <b key="fits" className="medium">
              {chunks}
            </b>
          ),
          tight: (chunks: ReactNode) => (
            <b key="tight" className="medium">
              {chunks}
            </b>
          ),
        })}
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
  const { name, sizeBytes, capabilities, description } = model;
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const isPulling = useSnapshot((s) => s.pulls.some((pull) => isSameModel(pull.name, name)));
  const pull = usePull();
  return (
    <div className="row">
      <div className="rec">
        <div>
          <div className="name">
            <span className="medium">{name}</span>
            <CapabilityTags capabilities={capabilities} />
          </div>
          <div className={pull.problem ? 'hint bad-text' : 'hint'}>{pull.problem ?? modelsText(description)}</div>
        </div>
        <span className="right secondary">{formatBytes(sizeBytes)}</span>
        <FitTag sizeBytes={sizeBytes} memoryBytes={memoryBytes} />
        <Button
          size="small"
          aria-label={modelsText('pull.buttonName', { model: name })}
          busy={pull.pending}
          disabledReason={isPulling ? modelsText('pull.alreadyPulling') : null}
          onClick={() => pull.start(name)}
        >
          {modelsText('pull.button')}
        </Button>
      </div>
    </div>
  );
}
