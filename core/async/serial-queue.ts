/** Runs a task once all tasks before it have settled. */
export type SerialQueue = <T>(task: () => Promise<T>) => Promise<T>;

/** Runs tasks one after another, in the order they are given; one that fails doesn't block the next. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}
