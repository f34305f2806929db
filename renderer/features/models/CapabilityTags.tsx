import { Tag } from '../../components/Tag.tsx';
import { capabilityWord, shownCapabilities } from './capability-label.ts';

/** What a model can do besides chat. */
export function CapabilityTags({ capabilities }: { readonly capabilities: readonly string[] }) {
  return shownCapabilities(capabilities).map((capability) => {
    const { label, icon } = capabilityWord(capability);
    return (
      <Tag key={capability} {...(icon ? { icon } : {})}>
        {label}
      </Tag>
    );
  });
}
