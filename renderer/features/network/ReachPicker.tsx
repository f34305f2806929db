import { useId } from 'react';
import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import type { Reach } from '../../../contract/reach.ts';
import { useClient } from '../../client/corral-context.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Section } from '../../components/Section.tsx';
import { AccessChangeDialogs } from './AccessChangeDialogs.tsx';
import { InterfaceCheckboxes } from './InterfaceCheckboxes.tsx';
import { KeySwitch } from './KeySwitch.tsx';
import { LocalAppsChoice } from './LocalAppsChoice.tsx';
import { type ReachChoice, reachChoices } from './reach-choices.ts';
import { useAccessChange } from './use-access-change.ts';

/** Who can connect to the server: a radio group, and whether other devices need a key. */
export function ReachPicker() {
  const client = useClient();
  const exposure = useSnapshot((s) => s.exposure);
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  const change = useAccessChange(({ when, confirmed }, reach: Reach) =>
    client.exposure.setReach({ reach, confirmed, when }),
  );
  return (
    <Section title={networkText('access.title')} actions={<ApplyingStatus applying={exposure.applying} />}>
      <div className="choices" role="radiogroup" aria-label={networkText('access.title')}>
        {reachChoices(exposure, requireKey).map((choice) => (
          <Choice
            key={choice.reach}
            choice={choice}
            checked={choice.reach === exposure.desired}
            isApplying={choice.reach === exposure.desired && exposure.applying && exposure.readOnlyReason === null}
            onChoose={() => change.run(choice.reach)}
          />
        ))}
      </div>
      {change.failure && (
        <p className="field-error" aria-live="polite">
          {change.failure.message}
        </p>
      )}
      <div className="group below-choices">
        <KeySwitch />
        {exposure.desired === 'localNetwork' && requireKey && <InterfaceCheckboxes />}
        <LocalAppsChoice />
      </div>
      <AccessChangeDialogs change={change} />
    </Section>
  );
}

function ApplyingStatus({ applying }: { readonly applying: boolean }) {
  return (
    <span className="hint applying" aria-live="polite">
      {applying && (
        <>
          <span className="spin" aria-hidden="true" />
          {networkText('access.applying')}
        </>
      )}
    </span>
  );
}

interface ChoiceProps {
  readonly choice: ReachChoice;
  readonly checked: boolean;
  /** It was just chosen: it stays enabled, so that it keeps the focus. */
  readonly isApplying: boolean;
  readonly onChoose: () => void;
}

function Choice({ choice, checked, isApplying, onChoose }: ChoiceProps) {
  const { name, description, blockedReason, icon: Icon } = choice;
  const descriptionId = useId();
  const isBlocked = blockedReason !== null;
  return (
    <label className="choice" data-checked={checked} data-blocked={isBlocked} title={blockedReason ?? undefined}>
      <span className="t">
        <input
          className="radio"
          type="radio"
          name="reach"
          aria-label={name}
          aria-describedby={descriptionId}
          checked={checked}
          disabled={isBlocked && !isApplying}
          onChange={onChoose}
        />
        {name}
        <Icon className="icon" />
      </span>
      <span className="d" id={descriptionId}>
        {description}
      </span>
    </label>
  );
}
