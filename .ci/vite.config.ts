import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin } from 'vite'

const room = fileURLToPath(new URL('../src/web', import.meta.url))
const out = fileURLToPath(new URL('../dist/web', import.meta.url))

/** What a phone keeps at once, so that every screen opens without a signal. */
const KEPT = /\.(html|js|css|svg|png|webmanifest)$/
/** What is worth compressing once, at the build, instead of at every request. */
const COMPRESSED = /\.(html|js|css|svg|webmanifest)$/

const built = (): string[] =>
  readdirSync(out, { recursive: true, encoding: 'utf8' })
    .map(file => file.replaceAll(path.sep, '/'))
    .filter(file => path.extname(file) !== '')

/** Builds the service worker with the list of the files it keeps, then lays a compressed copy beside each file. */
function offline(): Plugin {
  return {
    name: 'xuncha-offline',
    apply: 'build',
    async closeBundle() {
      const kept = built()
        .filter(file => KEPT.test(file))
        .map(file => ({
          url: `/${file}`,
          // A file with a hash in its name never changes; the others are told apart by their content.
          revision: file.startsWith('assets/') ? null : fingerprint(path.join(out, file)),
        }))
      await build({
        configFile: false,
        root: room,
        logLevel: 'warn',
        define: { __KEPT_FILES__: JSON.stringify(kept), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: out,
          emptyOutDir: false,
          copyPublicDir: false,
          rollupOptions: {
            input: path.join(room, 'service-worker.ts'),
            output: { entryFileNames: '[name].js', format: 'iife' },
          },
        },
      })
      for (const file of built().filter(name => COMPRESSED.test(name))) {
        const bytes = readFileSync(path.join(out, file))
        writeFileSync(path.join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }))
        writeFileSync(path.join(out, `${file}.br`), brotliCompressSync(bytes))
      }
    },
  }
}

const fingerprint = (file: string): string => {
  let sum = 0
  for (const byte of readFileSync(file)) sum = (sum * 31 + byte) % 0xffff_ffff
  return sum.toString(16)
}

export default defineConfig({
  root: room,
  plugins: [vue(), offline()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
  },
  build: {
    outDir: out,
    emptyOutDir: true,
    // Phones of 2022 and older still walk patrols.
    target: ['chrome100', 'safari15.4', 'firefox102'],
    // The page's policy allows no data: fonts or scripts; a small picture as a file costs nothing over HTTP/1.1 cached.
    assetsInlineLimit: 0,
    manifest: '.vite/manifest.json',
    rollupOptions: {
      output: {
        // Few files: on a weak signal, and out of a phone's cache, each one costs more than its bytes.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules[\\/](@?vue|vue-|@intlify|dexie|openapi-fetch)/ },
            {
              name: 'parts',
              test: /src[\\/]web[\\/](parts|photos|places|keep|outbox[\\/][^.]*\.ts|words[\\/][^\\/]*\.ts)/,
            },
          ],
        },
      },
    },
  },
})
