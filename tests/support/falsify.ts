import type { TestDeps } from './house.ts'

/** Changes a house's database behind the program's back, and tells how many rows it changed. */
export async function falsify(
  { house }: TestDeps,
  statement: string,
  ...values: (string | number)[]
): Promise<number> {
  return house.falsify(statement, ...values)
}
