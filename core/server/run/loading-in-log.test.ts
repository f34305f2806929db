import { expect, test } from 'vitest';
import { isLoadingInLog } from './loading-in-log.ts';

test('a model being loaded is read from the server’s log', () => {
  const begun = 'time=… level=INFO source=llama_server.go:433 msg="starting llama-server" cmd=…';
  const done = 'time=… level=INFO source=llama_server.go:1362 msg="llama-server started in 2.31 seconds"';
  expect([[], [begun], [begun, done], [begun, done, 'raw', begun]].map(isLoadingInLog)).toEqual([
    false,
    true,
    false,
    true,
  ]);
});
