import type { Settings } from '../../../contract/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { parseCount } from './parse-count.ts';
import { SettingChoice } from './SettingChoice.tsx';
import { SettingCount } from './SettingCount.tsx';

const grouped = new Intl.NumberFormat('en-GB');

const keepAliveOptions = [
  { value: '0', label: 'Not at all' },
  { value: '5m', label: '5 minutes' },
  { value: '15m', label: '15 minutes' },
  { value: '1h', label: '1 hour' },
  { value: '24h', label: '1 day' },
  { value: '-1', label: 'For ever' },
];
const contextOptions = [4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144].map((tokens) => ({
  value: String(tokens),
  label: `${grouped.format(tokens)} tokens`,
}));
const cacheTypes = ['f16', 'q8_0', 'q4_0'] as const;

/** What models cost and how long they stay; Automatic leaves each to Ollama. */
export function ModelSettings() {
  const settings = useSnapshot((s) => s.settings);
  const { keepAlive, contextLength, flashAttention } = settings;
  return (
    <Section title="Models">
      <Group>
        <SettingChoice
          field="keepAlive"
          variable="OLLAMA_KEEP_ALIVE"
          label="Keep a model loaded after its last use"
          hint="Loading it again takes a while. Automatic is 5 minutes."
          value={keepAlive}
          options={keepAliveOptions}
          patchFor={(value) => ({ keepAlive: value })}
          other={{
            label: 'Time to keep a model loaded',
            placeholder: '1h30m',
            patchFor: (text) => ({ keepAlive: text === '' ? null : text }),
          }}
        />
        <SettingChoice
          field="contextLength"
          variable="OLLAMA_CONTEXT_LENGTH"
          label="Context length"
          hint="How much text a model sees at once; more takes more memory. Automatic goes by the memory there is."
          value={contextLength === null ? null : String(contextLength)}
          options={contextOptions}
          patchFor={(value) => ({ contextLength: value === null ? null : Number(value) })}
          other={{
            label: 'Tokens of context',
            placeholder: '4096',
            patchFor: (text) => parseCount('contextLength', text),
          }}
        />
        <SettingCount
          field="parallelRequests"
          variable="OLLAMA_NUM_PARALLEL"
          label="Answers at the same time, per model"
          hint="Each one needs its own context memory. More requests wait in line."
          placeholder="1"
          unset={1}
          step={1}
        />
        <SettingCount
          field="maxLoadedModels"
          variable="OLLAMA_MAX_LOADED_MODELS"
          label="Models loaded at the same time"
          hint="For one more, the one that was not used for longest is unloaded."
          placeholder="3"
          unset={3}
          step={1}
        />
        <SettingCount
          field="maxQueue"
          variable="OLLAMA_MAX_QUEUE"
          label="Requests that may wait"
          hint="While a model is loading. More are refused with status 503."
          placeholder="512"
          unset={512}
          step={64}
        />
        <SettingChoice
          field="flashAttention"
          variable="OLLAMA_FLASH_ATTENTION"
          label="Flash attention"
          hint="Long contexts take less memory with it. Automatic uses it where the hardware can."
          value={flashAttention === null ? null : String(flashAttention)}
          options={[
            { value: 'true', label: 'On' },
            { value: 'false', label: 'Off' },
          ]}
          patchFor={(value) => ({ flashAttention: value === null ? null : value === 'true' })}
        />
        <SettingChoice
          field="kvCacheType"
          variable="OLLAMA_KV_CACHE_TYPE"
          label="KV cache type"
          hint={cacheHint(settings)}
          value={settings.kvCacheType}
          options={cacheTypes.map((type) => ({ value: type, label: type }))}
          patchFor={(value) => ({ kvCacheType: cacheTypes.find((type) => type === value) ?? null })}
        />
      </Group>
    </Section>
  );
}

function cacheHint({ kvCacheType, flashAttention }: Pick<Settings, 'kvCacheType' | 'flashAttention'>) {
  if (kvCacheType === null || kvCacheType === 'f16') return 'The precision of the context in memory. Automatic is f16.';
  if (flashAttention === false) {
    return <span className="warn-text">It needs flash attention, which is off: models may fail to load.</span>;
  }
  return kvCacheType === 'q8_0'
    ? 'Half the memory of f16 for the context, with hardly any loss.'
    : 'A quarter of the memory of f16 for the context, with some loss.';
}
