/**
 * Tests of the interface that are about one process: its metrics, its queue page, its set-up link, the connections it
 * keeps, the files of the web app. All others are asked of a cluster as well.
 */
export const OF_ONE_PROCESS = ['prometheus', 'queue-board', 'setup-link', 'stream', 'web-app']
