/** The changes that would change something: fields left out and values that are there already fall away. */
export function differences<Row extends object>(row: Row, changes: Partial<Row>): Partial<Row> {
  const entries = Object.entries(changes) as [keyof Row, Row[keyof Row] | undefined][]
  return Object.fromEntries(
    entries.filter(([name, value]) => value !== undefined && value !== row[name]),
  ) as Partial<Row>
}
