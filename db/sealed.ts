declare const sealed: unique symbol

/**
 * Personal words that nobody reads without the key, which is not in the database (domain.md 5.2, classes P2 and P3):
 * `s1.<key>.<rest>`. What an earlier release wrote stands there as it was written until it is sealed.
 * The rooms above make and open them (`src/app/sealing/seal.ts`); here they are only remembered.
 */
export type Sealed = string & { readonly [sealed]: true }
