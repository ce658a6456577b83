// Where photographs are kept.
//
// A photo has three files: the original, byte for byte as it arrived, and the two that are served, `full` and
// `thumb`, which were drawn anew from its pixels (see prepare-photo.ts). All three go by the SHA-256 of the
// original bytes, inside one community.
//
// What is promised:
//
// - When `put` has returned, the photo outlives a loss of power: files and directories have reached the disk.
//   A record may name the photo only afterwards.
// - No reader ever meets half a file under its final name, whatever ended the writer.
// - Putting the same photo twice, one after the other or at once, leaves what putting it once leaves.
// - The name is true: `put` refuses an original that does not hash to it.
// - Originals, which still carry the place and the device, lie apart from what is served, so that they can be
//   given other rights, another disk or an earlier end.
//
// What is not promised: that a stored photo belongs to a record (the record may have been refused after `put`),
// that a file damaged on the disk is noticed by `get`, or that one community's photo is found from another.
//
// A community id that is no UUID, or a hash that is not 64 lowercase hex digits, is a mistake of the caller:
// every method rejects with a RangeError before it touches a file. Any other rejection is the storage's own error
// (a full disk, a missing right), and the photo then counts as not put.

/** `full` and `thumb` are served; `original` is what arrived, with whatever its sender left in it. */
export type PhotoVariant = 'full' | 'thumb' | 'original'

/** One photo with its three files. */
export interface PhotoToKeep {
  communityId: string
  /** Of the original bytes: 64 lowercase hex digits. */
  sha256: string
  original: Buffer
  full: Buffer
  thumb: Buffer
}

export interface PhotoFiles {
  /** Keeps a photo for good. Resolves when it is durable; safe to repeat. */
  put(photo: PhotoToKeep): Promise<void>

  /** The bytes of one variant, or null when this community never kept that photo. */
  get(communityId: string, sha256: string, variant: PhotoVariant): Promise<Buffer | null>

  /** Removes the original and leaves what is served; safe to repeat. */
  forgetOriginal(communityId: string, sha256: string): Promise<void>

  /** Whether all three files are there. */
  has(communityId: string, sha256: string): Promise<boolean>

  /**
   * Removes what writers left behind when they were stopped halfway, and says how many files that were. Writes
   * still under way, here or in another process, are spared. Meant for the start of the program and once an hour.
   */
  sweepUnfinished(): Promise<number>
}
