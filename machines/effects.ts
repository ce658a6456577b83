/**
 * What a step may ask its host to do. The list is closed: a host that carries out these three carries out every
 * machine. `timer.set` replaces an older timer of the same name on the same record.
 */
export type Effect =
  | { readonly type: 'timer.set'; readonly name: string; readonly fireAt: number }
  | { readonly type: 'timer.clear'; readonly name: string }
  | { readonly type: 'notify'; readonly kind: string }
