import { useId } from 'react';
import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { isOpenWithoutCorral } from '../../../contract/derived/front-door.ts';
import type { LocalApps } from '../../../contract/reach.ts';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';

const CHOICES = ['corral', 'ollama'] as const satisfies readonly LocalApps[];

/** What apps on this Mac connect to: Corral, or Ollama directly, with what that costs. */
export function LocalAppsChoice() {
  const client = useClient();
  const localApps = useSnapshot((s) => s.settings.localApps);
  const hasNoEffect = useSnapshot((s) => isOpenWithoutCorral(s.exposure.desired, s.settings.requireKey));
  const { readOnlyReason, applying } = useSnapshot((s) => s.exposure);
  const change = useInterruptingAction((when, to: LocalApps) => client.exposure.setLocalApps({ to, when }));
  const blockedReason = readOnlyReason ?? (applying ? networkText('access.inProgress') : null);
  const hintId = useId();
  return (
    <div className="row">
      <fieldset className="ticks">
        <legend>{networkText('localApps.legend')}</legend>
        {CHOICES.map((one) => (
          <label key={one} className="explained" title={blockedReason ?? undefined}>
            <input
              className="radio"
              type="radio"
              name="localApps"
              aria-label={networkText(`localApps.${one}`)}
              aria-describedby={`${hintId}-${one}`}
              checked={localApps === one}
              // What was just chosen stays enabled, so that it keeps the focus.
              disabled={blockedReason !== null && !(applying && readOnlyReason === null && localApps === one)}
              onChange={() => change.run(one)}
            />
            <span>
              {networkText(`localApps.${one}`)}
              <span className="hint" id={`${hintId}-${one}`}>
                {networkText(`localApps.${one}.hint`)}
              </span>
            </span>
          </label>
        ))}
        {hasNoEffect && <p className="hint">{networkText('localApps.noEffect')}</p>}
        {change.failure && <p className="hint bad-text">{change.failure.message}</p>}
      </fieldset>
      <InterruptionDialog question={change.question} confirm={networkText('access.changeNow')} />
    </div>
  );
}
