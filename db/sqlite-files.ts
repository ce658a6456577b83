import { join } from 'node:path'

/** Names of the files that a data directory holds beside the photos. */
export const databaseFile = (directory: string): string => join(directory, 'xuncha.sqlite')
/** Held by whoever writes, for the life of the process. */
export const writerLockFile = (directory: string): string => join(directory, 'writer.lock')
