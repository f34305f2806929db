import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { SettingSwitch } from './SettingSwitch.tsx';

/** How Corral itself behaves. */
export function GeneralSettings() {
  const capabilities = useSnapshot((s) => s.app.capabilities);
  return (
    <Section title="General">
      <Group>
        {capabilities.loginItem && <SettingSwitch field="openAtLogin" label="Open Corral at login" />}
        <SettingSwitch field="startServer" label="Start the server when Corral opens" />
        <SettingSwitch
          field="keepServerAfterQuit"
          label="Keep the server running after Corral quits"
          hint="For this Mac only: sharing and crash recovery stop until Corral is open again."
        />
        {capabilities.keepAwake && (
          <SettingSwitch
            field="keepAwake"
            label="Keep this Mac awake while an answer or a download is under way"
            hint="Only what passes Corral can be counted. A closed lid still puts it to sleep."
          />
        )}
      </Group>
    </Section>
  );
}
