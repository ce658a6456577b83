/** Resolves when the condition holds; asks again at every turn of the event loop. The test's own time limit ends it. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setImmediate(resolve))
}
