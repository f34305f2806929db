import { Download } from 'lucide-react';
import type { FormEvent } from 'react';
import { modelNamesText } from '../../../contract/derived/catalog/en/model-names.ts';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { MAX_MODEL_NAME_LENGTH } from '../../../contract/derived/limits.ts';
import { meantName } from '../../../contract/derived/model-name-problem.ts';
import { useDraftText } from '../../client/drafts.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { FitTag } from './FitTag.tsx';
import { chatModels, embeddingModels } from './recommended-models.ts';
import { usePull } from './use-pull.ts';

/** Where a model to pull is named. The text stays until the pull has started. */
export function PullField() {
  const [name, setName] = useDraftText('models.pull');
  const pull = usePull(() => setName(''));
  const entered = name.trim();
  const meant = meantName(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (entered !== '' && !pull.pending) pull.start(meant ?? entered);
  };
  return (
    <form className="pull" aria-label={modelsText('pull.form')} onSubmit={submit}>
      <Field
        label={modelsText('pull.field')}
        icon={Download}
        className="grow"
        placeholder={modelsText('pull.placeholder')}
        maxLength={MAX_MODEL_NAME_LENGTH}
        value={name}
        error={pull.problem}
        hint={meant && modelNamesText('means.pull', { model: meant })}
        onChange={(event) => {
          setName(event.target.value);
          pull.clear();
        }}
        after={<KnownSize name={meant ?? entered} />}
      />
      <Button
        type="submit"
        variant="primary"
        busy={pull.pending}
        disabled={entered === ''}
        tooltip={pull.waiting ? modelsText('pull.waiting') : undefined}
      >
        {modelsText('pull.button')}
      </Button>
    </form>
  );
}

/** The size of a recommended model, and whether it fits; nothing for any other name. */
function KnownSize({ name }: { readonly name: string }) {
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const model = [...chatModels, ...embeddingModels].find((recommended) => recommended.name === name);
  if (!model) return null;
  return (
    <>
      <span className="small secondary num nowrap">{formatBytes(model.sizeBytes)}</span>
      <FitTag sizeBytes={model.sizeBytes} memoryBytes={memoryBytes} />
    </>
  );
}
