import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Builds a program of the tests into one file, so that it starts as fast as the built product does; gives the file.
 * The entry is named from the project's root.
 */
export async function bundleProgram(entry: string): Promise<string> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'sharp', '@node-rs/argon2', 'pg'] },
    build: { ssr: entry, outDir: 'dist/programs', emptyOutDir: false },
  })
  return join(ROOT, 'dist/programs', basename(entry).replace(/\.ts$/, '.js'))
}
