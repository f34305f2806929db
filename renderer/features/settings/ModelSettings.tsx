import type { ReactNode } from 'react';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { Settings } from '../../../contract/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { parseCount, parseKeepAlive } from './parse-setting.ts';
import { SettingChoice } from './SettingChoice.tsx';
import { SettingCount } from './SettingCount.tsx';

const CONTEXT_LENGTHS = [4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144];
const CACHE_TYPES = ['f16', 'q8_0', 'q4_0'] as const;

/** How models are loaded and how much memory they use. Automatic uses Ollama's default. */
export function ModelSettings() {
  return (
    <Section title={settingsText('section.models')}>
      <Group>
        <KeepAlive />
        <ContextLength />
        <SettingCount
          field="parallelRequests"
          variable="OLLAMA_NUM_PARALLEL"
          hint={settingsText('parallelRequests.hint')}
          defaultValue={1}
          step={1}
        />
        <SettingCount
          field="maxLoadedModels"
          variable="OLLAMA_MAX_LOADED_MODELS"
          hint={settingsText('maxLoadedModels.hint')}
          defaultValue={3}
          step={1}
        />
        <SettingCount
          field="maxQueue"
          variable="OLLAMA_MAX_QUEUE"
          hint={settingsText('maxQueue.hint')}
          defaultValue={512}
          step={64}
        />
        <FlashAttention />
        <KvCacheType />
      </Group>
    </Section>
  );
}

function KeepAlive() {
  const keepAlive = useSnapshot((s) => s.settings.keepAlive);
  return (
    <SettingChoice
      field="keepAlive"
      variable="OLLAMA_KEEP_ALIVE"
      hint={settingsText('keepAlive.hint')}
      value={keepAlive}
      options={[
        { value: '0', label: settingsText('keepAlive.never') },
        { value: '5m', label: settingsText('keepAlive.minutes', { count: 5 }) },
        { value: '15m', label: settingsText('keepAlive.minutes', { count: 15 }) },
        { value: '1h', label: settingsText('keepAlive.hours', { count: 1 }) },
        { value: '24h', label: settingsText('keepAlive.days', { count: 1 }) },
        { value: '-1', label: settingsText('keepAlive.forever') },
      ]}
      patchFor={(value) => ({ keepAlive: value })}
      other={{
        label: settingsText('keepAlive.custom'),
        placeholder: '1h30m',
        parse: parseKeepAlive,
      }}
    />
  );
}

function ContextLength() {
  const contextLength = useSnapshot((s) => s.settings.contextLength);
  return (
    <SettingChoice
      field="contextLength"
      variable="OLLAMA_CONTEXT_LENGTH"
      hint={settingsText('contextLength.hint')}
      value={contextLength === null ? null : String(contextLength)}
      options={CONTEXT_LENGTHS.map((count) => ({
        value: String(count),
        label: settingsText('contextLength.tokens', { count }),
      }))}
      patchFor={(value) => ({ contextLength: value === null ? null : Number(value) })}
      other={{
        label: settingsText('contextLength.custom'),
        placeholder: '4096',
        parse: (text) => parseCount('contextLength', text),
      }}
    />
  );
}

function FlashAttention() {
  const flashAttention = useSnapshot((s) => s.settings.flashAttention);
  return (
    <SettingChoice
      field="flashAttention"
      variable="OLLAMA_FLASH_ATTENTION"
      hint={settingsText('flashAttention.hint')}
      value={flashAttention === null ? null : String(flashAttention)}
      options={[
        { value: 'true', label: settingsText('flashAttention.on') },
        { value: 'false', label: settingsText('flashAttention.off') },
      ]}
      patchFor={(value) => ({ flashAttention: value === null ? null : value === 'true' })}
    />
  );
}

function KvCacheType() {
  const settings = useSnapshot((s) => s.settings);
  return (
    <SettingChoice
      field="kvCacheType"
      variable="OLLAMA_KV_CACHE_TYPE"
      hint={cacheHint(settings)}
      value={settings.kvCacheType}
      options={CACHE_TYPES.map((type) => ({ value: type, label: type }))}
      patchFor={(value) => ({ kvCacheType: CACHE_TYPES.find((type) => type === value) ?? null })}
    />
  );
}

function cacheHint({ kvCacheType, flashAttention }: Pick<Settings, 'kvCacheType' | 'flashAttention'>): ReactNode {
  if (kvCacheType === null || kvCacheType === 'f16') return settingsText('kvCacheType.hint');
  if (flashAttention === false) {
    return <span className="warn-text">{settingsText('kvCacheType.needsFlashAttention')}</span>;
  }
  return settingsText(`kvCacheType.${kvCacheType}`);
}
