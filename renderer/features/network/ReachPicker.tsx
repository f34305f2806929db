import { useId, useState } from 'react';
import type { Reach } from '../../../contract/reach.ts';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { Section } from '../../components/Section.tsx';
import { ConfirmOpening } from './ConfirmOpening.tsx';
import { InterfaceCheckboxes } from './InterfaceCheckboxes.tsx';
import { KeySwitch } from './KeySwitch.tsx';
import { type ReachChoice, reachChoices } from './reach-choices.ts';

interface Question {
  readonly reach: Reach;
  readonly warning: string;
}

/** Who can reach the server: one radio group, and whether they need a key. Opening it without one is asked about first. */
export function ReachPicker() {
  const client = useClient();
  const exposure = useSnapshot((s) => s.exposure);
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  const running = useSnapshot((s) => s.exposure.effective !== null);
  const [question, setQuestion] = useState<Question | null>(null);
  const setReach = useInterruptingAction(
    (when, reach: Reach, confirmed: boolean) => client.exposure.setReach({ reach, confirmed, when }),
    {
      onFailure: ({ expected, message }) => {
        if (expected?.code === 'CONFIRMATION_NEEDED') setQuestion({ reach: expected.data.reach, warning: message });
      },
    },
  );
  const failure = setReach.failure?.expected?.code === 'CONFIRMATION_NEEDED' ? null : setReach.failure;
  return (
    <Section
      title="Who can reach this server"
      actions={
        <span className="hint applying" aria-live="polite">
          {exposure.applying && (
            <>
              <span className="spin" aria-hidden="true" />
              Applying; the server restarts…
            </>
          )}
        </span>
      }
    >
      <div className="choices" role="radiogroup" aria-label="Who can reach this server">
        {reachChoices(exposure, requireKey).map((choice) => (
          <Choice
            key={choice.reach}
            choice={choice}
            checked={choice.reach === exposure.desired}
            isApplying={choice.reach === exposure.desired && exposure.applying && exposure.readOnlyReason === null}
            onChoose={() => setReach.run(choice.reach, false)}
          />
        ))}
      </div>
      {failure && (
        <p className="field-error" aria-live="polite">
          {failure.message}
        </p>
      )}
      <div className="group below-choices">
        <KeySwitch />
        {exposure.desired === 'localNetwork' && requireKey && <InterfaceCheckboxes />}
      </div>
      <InterruptionDialog question={setReach.question} confirm="Change Now" />
      {question && (
        <ConfirmOpening
          warning={question.warning}
          restarts={running}
          onCancel={() => setQuestion(null)}
          onConfirm={() => {
            setQuestion(null);
            setReach.run(question.reach, true);
          }}
        />
      )}
    </Section>
  );
}

interface ChoiceProps {
  readonly choice: ReachChoice;
  readonly checked: boolean;
  /** It was chosen just now: it can't be chosen again, but keeps the focus. */
  readonly isApplying: boolean;
  readonly onChoose: () => void;
}

function Choice({ choice, checked, isApplying, onChoose }: ChoiceProps) {
  const { name, words, blocked, icon: Icon } = choice;
  const wordsId = useId();
  return (
    <label className="choice" data-checked={checked} data-blocked={blocked !== null} title={blocked ?? undefined}>
      <span className="t">
        <input
          className="radio"
          type="radio"
          name="reach"
          aria-label={name}
          aria-describedby={wordsId}
          checked={checked}
          disabled={blocked !== null && !isApplying}
          onChange={onChoose}
        />
        {name}
        <Icon className="icon" />
      </span>
      <span className="d" id={wordsId}>
        {words}
      </span>
    </label>
  );
}
