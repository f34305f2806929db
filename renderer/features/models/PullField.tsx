import { Download } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { FitTag } from './FitTag.tsx';
import { chatModels, embeddingModels } from './recommended-models.ts';
import { usePull } from './use-pull.ts';

const longestName = 512;

/** Where a person names a model to download. What they typed stays until its pull has begun. */
export function PullField() {
  const [name, setName] = useState('');
  const memoryBytes = useSnapshot((s) => s.app.memoryBytes);
  const pull = usePull(() => setName(''));
  const typed = name.trim();
  const known = [...chatModels, ...embeddingModels].find((model) => model.name === typed);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '' && !pull.pending) pull.start(typed);
  };
  return (
    <form className="pull" aria-label="Pull" onSubmit={submit}>
      <Field
        label="Pull a model"
        icon={Download}
        className="grow"
        placeholder="Pull a model, for example qwen2.5:7b"
        maxLength={longestName}
        value={name}
        error={pull.problem}
        onChange={(event) => {
          setName(event.target.value);
          pull.clear();
        }}
        after={
          known && (
            <>
              <span className="small secondary num nowrap">{formatBytes(known.sizeBytes)}</span>
              <FitTag sizeBytes={known.sizeBytes} memoryBytes={memoryBytes} />
            </>
          )
        }
      />
      <Button
        type="submit"
        variant="primary"
        busy={pull.pending}
        disabled={typed === ''}
        tooltip={pull.waiting ? 'Begins when the server answers.' : undefined}
      >
        Pull
      </Button>
    </form>
  );
}
