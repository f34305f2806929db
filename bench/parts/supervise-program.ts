// Supervises the fake in the given home and does nothing else; reports when it runs, and exits with its parent.
import { superviseFake } from '../../core/server/testing/supervise-fake-fixture.ts';

const [, , home = ''] = process.argv;
const { supervisor, store, server } = await superviseFake({ home });
process.once('disconnect', () => void supervisor.close());
store.subscribe(() => {
  if (server().actual.state === 'running') process.send?.('running');
});
supervisor.open('running');
