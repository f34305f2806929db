import { Tag } from '../../components/Tag.tsx';
import { capabilityLabel, taggedCapabilities } from './capability-label.ts';

/** What a model can do besides chat. */
export function CapabilityTags({ capabilities }: { readonly capabilities: readonly string[] }) {
  return taggedCapabilities(capabilities).map((capability) => {
    const { label, icon } = capabilityLabel(capability);
    return (
      <Tag key={capability} {...(icon ? { icon } : {})}>
        {label}
      </Tag>
    );
  });
}
