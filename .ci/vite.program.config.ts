import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/*
 * The program in a few files: reading two thousand modules one by one takes most of the time in which it starts, and an
 * operator's command is little else. Only what is many small ES modules goes in; what brings native code, files or
 * copies of its own stays in node_modules. The folder is as deep as `src`, so that paths from there lead to the same.
 */
export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: ['typebox', 'drizzle-orm', 'xstate'] },
  build: {
    ssr: true,
    outDir: 'dist/program',
    target: 'node20',
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: { main: 'src/main.ts', xuncha: 'src/cli/xuncha.ts', demo: 'src/cli/demo.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
