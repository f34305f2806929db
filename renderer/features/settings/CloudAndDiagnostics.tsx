import { Group } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { SettingSwitch } from './SettingSwitch.tsx';

/** What the server asks of others, and how much it says. */
export function CloudAndDiagnostics() {
  return (
    <Section title="Cloud and diagnostics">
      <Group>
        <SettingSwitch
          field="cloudOff"
          variable="OLLAMA_NO_CLOUD"
          label="Turn cloud models off"
          hint="Otherwise the server asks ollama.com for cloud models now and then, and prompts to those leave this Mac."
        />
        <SettingSwitch
          field="debug"
          variable="OLLAMA_DEBUG"
          label="Write more to the log"
          hint="For finding out why a model does not load. The log may then hold parts of prompts."
        />
      </Group>
    </Section>
  );
}
