// @ts-check
/**
 * Makes a clone ready to run: packages installed, TypeScript and the web app built into dist. Runs before start, test, demo and
 * check, so it works where nothing is installed yet (Node built-ins only, plain JavaScript) and is silent when
 * there is nothing to do.
 *
 *   node src/prepare.mjs                  install if needed, build if needed
 *   node src/prepare.mjs --install-only   install if needed
 *
 * Progress goes to stderr: stdout belongs to the program that runs afterwards.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const dist = path.join(root, 'dist')
const installStamp = path.join(modules, '.xuncha-installed')
const buildStamp = path.join(dist, '.xuncha-built')
const compilerState = path.join(dist, '.tsbuildinfo')
const lockFile = path.join(dist, '.xuncha-preparing')
const buildConfig = '.ci/tsconfig.build.json'
const programConfig = '.ci/vite.program.config.ts'
const programs = ['main', 'xuncha', 'demo'].map(name => path.join(dist, `program/${name}.js`))
const webStamp = path.join(dist, 'web/.xuncha-built')
const webConfig = '.ci/vite.config.ts'

/** The rooms that are built. The web app has its own build and its own folder in dist. */
const rooms = ['src', 'machines', 'db', 'workers']
const outsideTheBuild = new Set(['src/web', 'src/prepare.mjs'])

const outOfStep = [
  'package-lock.json 与 package.json 不一致。',
  'package-lock.json does not match package.json. Run `npm install` and commit the lockfile.',
]

/** Raised with words meant for the person at the terminal; anything else is a fault of this file. */
class CannotPrepare extends Error {}

checkNodeVersion()
try {
  await prepare({ installOnly: process.argv.includes('--install-only') })
} catch (error) {
  if (error instanceof CannotPrepare) say(error.message)
  else if (isPermissionError(error)) say(`没有写权限 no permission to write: ${error.path}`)
  else throw error
  process.exitCode = 1
}

/** @param {{ installOnly: boolean }} options */
async function prepare({ installOnly }) {
  // Looking needs no lock and no write permission, so a finished clone also starts from a read-only disk.
  if (isInstalled() && (installOnly || (isBuilt(readSources()) && isWebBuilt(readWebSources())))) return
  await takeTurn()
  // Asked again: whoever had the turn before us has most likely done the work.
  if (!isInstalled() && !(await adoptInstall())) await install()
  if (installOnly) return
  const sources = readSources()
  const web = readWebSources()
  await Promise.all([isBuilt(sources) || build(sources), isWebBuilt(web) || buildWeb(web)])
}

function checkNodeVersion() {
  const wanted = readJson(path.join(root, 'package.json')).engines.node.replace(/^\D*/, '')
  const [major = 0, minor = 0] = wanted.split('.').map(Number)
  const [ourMajor = 0, ourMinor = 0] = process.versions.node.split('.').map(Number)
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return
  say(
    `需要 Node.js ${wanted} 或更高版本,当前是 ${process.versions.node}。请升级后重试。`,
    `Node.js ${wanted} or newer is needed, this is ${process.versions.node}. Please upgrade and try again.`,
  )
  process.exit(1)
}

// ---------------------------------------------------------------------------------------------------------------
// Packages

/**
 * What the installed packages depend on: the lockfile, and the Node they were compiled for. A native module built
 * for another ABI does not load, so changing Node installs again.
 */
function installKey() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'))
  return `${sha256(lock)} abi ${process.versions.modules} ${process.platform}-${process.arch}\n`
}

function isInstalled() {
  return readIfThere(installStamp) === installKey()
}

/**
 * Packages that somebody installed by hand (`npm ci`) are taken over instead of installed once more, when npm's own
 * record of node_modules agrees with the lockfile and the compiled module loads.
 */
async function adoptInstall() {
  const record = readIfThere(path.join(modules, '.package-lock.json'))
  if (record === undefined) return false
  const installed = JSON.parse(record).packages
  for (const [name, wanted] of Object.entries(readJson(path.join(root, 'package-lock.json')).packages)) {
    if (name === '') continue
    const found = installed[name]
    if (found ? found.integrity !== wanted.integrity : !wanted.optional && !wanted.extraneous) return false
  }
  if (!(await nativeModuleLoads())) return false
  fs.writeFileSync(installStamp, installKey())
  return true
}

async function install() {
  const started = Date.now()
  say('安装依赖 installing packages …(better-sqlite3 需要编译,约一分钟 is compiled: about a minute)')
  fs.rmSync(installStamp, { force: true })
  const key = installKey()
  const [command = 'npm', ...first] = npmCommand()
  // Dev packages always: the compiler is one of them, and NODE_ENV=production would leave it out.
  const args = [...first, ...installCommand(), '--include=dev', '--no-audit', '--no-fund']
  const waiting = setInterval(() => say(`仍在安装 still installing … ${seconds(started)}`), 20_000)
  const result = await run(command, args, { env: installEnvironment() }).finally(() => clearInterval(waiting))
  if (result.code !== 0) throw new CannotPrepare(explainInstallFailure(result.output))
  if (!(await nativeModuleLoads())) {
    throw new CannotPrepare(
      [
        'better-sqlite3 没有编译好:npm 可能被设置为不运行安装脚本。',
        'better-sqlite3 was not compiled: npm is probably set to skip install scripts. Try:',
        '  npm rebuild better-sqlite3 --ignore-scripts=false',
      ].join('\n'),
    )
  }
  fs.writeFileSync(installStamp, key)
  say(`依赖就绪 packages ready (${seconds(started)})`)
}

/**
 * `npm ci`, as long as npm accepts the lockfile. A lockfile written where the registry lacks packages of other
 * platforms leaves them out, and `npm ci` then refuses it on every platform. `npm install --no-save` installs the
 * same locked versions with the same integrity, adds what this platform lacks and changes no file of ours.
 */
function installCommand() {
  const { packages } = readJson(path.join(root, 'package-lock.json'))
  const wanted = readJson(path.join(root, 'package.json'))
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    // npm ci would say so itself, npm install would quietly resolve anew.
    if (sorted(wanted[kind]) !== sorted(packages[''][kind])) throw new CannotPrepare(outOfStep.join('\n'))
  }
  const locked = new Set(Object.keys(packages).map(place => place.replace(/^.*node_modules\//, '')))
  const optional = Object.values(packages).flatMap(each => Object.keys(each.optionalDependencies ?? {}))
  if (optional.every(name => locked.has(name))) return ['ci']
  // What npm ci does first: nothing compiled for another Node may survive.
  fs.mkdirSync(modules, { recursive: true })
  for (const name of fs.readdirSync(modules)) {
    fs.rmSync(path.join(modules, name), { recursive: true, force: true })
  }
  return ['install', '--no-save']
}

/** @param {Record<string, string>} [versions] */
function sorted(versions = {}) {
  return Object.entries(versions).map(String).sort().join()
}

/** Tried in a process of its own, because a module built for another Node may crash instead of throwing. */
async function nativeModuleLoads() {
  const probe = 'new (require("better-sqlite3"))(":memory:").close()'
  return (await run(process.execPath, ['-e', probe])).code === 0
}

/** The npm that runs us when there is one, otherwise the one beside this Node or on the path. */
function npmCommand() {
  const outer = process.env.npm_execpath
  if (outer && path.basename(outer) === 'npm-cli.js') return [process.execPath, outer]
  return ['npm']
}

/**
 * The environment without what an outer `npm run` put there: `npm test --omit=dev` or `npm -g run …` must not
 * change what `npm ci` installs. How to reach the registry and the compiler is kept; people do set it by environment.
 */
function installEnvironment() {
  const kept =
    /^npm_config_(registry|cache|userconfig|globalconfig|noproxy|(https?_)?proxy|ca|cafile|cert|key|strict_ssl|(prefer_)?offline|fetch_\w+|maxsockets|nodedir|disturl|devdir|python|jobs|build_from_source|\w*binary_host\w*|@.*|\/\/.*)$/i
  /** @type {NodeJS.ProcessEnv} */
  const env = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(npm_|init_cwd$)/i.test(name) || kept.test(name)) env[name] = value
  }
  // Node's own headers, when they lie beside it, spare node-gyp a download that firewalls often refuse.
  const prefix = path.dirname(path.dirname(process.execPath))
  if (!env.npm_config_nodedir && headersMatch(prefix)) env.npm_config_nodedir = prefix
  return env
}

/** @param {string} prefix */
function headersMatch(prefix) {
  const header = readIfThere(path.join(prefix, 'include/node/node_version.h'))
  if (header === undefined) return false
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
    part => header.match(`#define NODE_${part}_VERSION (\\d+)`)?.[1],
  )
  return parts.join('.') === process.versions.node
}

/** @param {string} output what npm said */
function explainInstallFailure(output) {
  const advice = [
    {
      sign: /ENOSPC/,
      words: ['磁盘空间不足。', 'The disk is full: free about 1 GB and try again.'],
    },
    {
      sign: /EUSAGE|in sync/,
      words: outOfStep,
    },
    {
      sign: /EACCES|EPERM|EROFS/,
      words: ['没有写权限。', 'This user may not write here: check who owns this folder and the npm cache.'],
    },
    {
      sign: /not found: (make|g\+\+|cc|c\+\+)|(make|g\+\+|cc|c\+\+): (command )?not found|(g\+\+|cc1plus|c\+\+).*No such file|find Python|Could not find any Visual Studio/i,
      words: [
        '缺少 C++ 编译工具。',
        'A C++ toolchain is needed to compile better-sqlite3:',
        '  Debian/Ubuntu   sudo apt-get install -y build-essential python3',
        '  Fedora/openEuler   sudo dnf install -y gcc-c++ make python3',
        '  macOS   xcode-select --install',
      ],
    },
    {
      sign: /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|getaddrinfo|ENOTCACHED|EHOSTUNREACH/,
      words: [
        '无法连接软件包仓库。请检查网络、代理或镜像设置。',
        'The package registry cannot be reached. Check the network, or set a mirror or proxy, and try again:',
        '  npm config set registry <mirror>     npm config set proxy <proxy>',
      ],
    },
    {
      sign: /E401|E403|E404|ETARGET/,
      words: [
        '软件包仓库拒绝了请求,或没有所需版本。',
        'The registry refused, or lacks a version that the lockfile names. Look at `npm config get registry`.',
      ],
    },
  ].find(({ sign }) => sign.test(output))
  const lines = output.trimEnd().split('\n')
  const tail = lines.filter(line => !line.startsWith('npm warn')).slice(-30)
  const words = advice?.words ?? ['请查看上面的输出。', 'See the output above.']
  return ['npm:', ...tail.map(line => `  | ${line}`), '安装失败 installing failed.', ...words].join('\n')
}

// ---------------------------------------------------------------------------------------------------------------
// Build

/**
 * @typedef {object} Sources
 * @property {string} key hash of everything the build reads
 * @property {string[]} assets files that go into dist as they are
 * @property {Set<string>} outputs what dist must hold afterwards; paths relative to it, as in the sources
 */

/**
 * Reads all sources. The content is hashed, not the time: a checkout, a copy or a deleted file can leave times that
 * say nothing, and reading a megabyte is quick.
 * @returns {Sources}
 */
function readSources() {
  const hash = createHash('sha256')
  const configs = ['tsconfig.json', buildConfig, programConfig, 'package-lock.json', 'src/prepare.mjs']
  const files = rooms.flatMap(room => listFiles(room)).sort()
  const assets = []
  const outputs = new Set()
  for (const file of [...configs, ...files]) {
    hash.update(`${file}\0${sha256(fs.readFileSync(path.join(root, file)))}\n`)
  }
  for (const file of files) {
    if (/\.d\.[cm]?ts$/.test(file)) continue
    if (file.endsWith('.ts')) {
      const module = `${file.slice(0, -'.ts'.length)}.js`
      outputs.add(module).add(`${module}.map`)
    } else {
      // Migrations, catalogues, texts, static pages: whatever is not TypeScript is data for run time.
      assets.push(file)
      outputs.add(file)
    }
  }
  return { key: `${hash.digest('hex')}\n`, assets, outputs }
}

/** @param {Sources} sources */
function isBuilt({ key, outputs }) {
  return readIfThere(buildStamp) === key && allPresent(outputs) && programs.every(file => fs.existsSync(file))
}

/** @param {Set<string>} outputs */
function allPresent(outputs) {
  const present = new Set(rooms.flatMap(room => listFiles(room, dist)))
  return [...outputs].every(file => present.has(file))
}

/** @param {Sources} sources */
async function build({ key, assets, outputs }) {
  const started = Date.now()
  say('编译 building …')
  // Gone until the build is complete, so that nobody takes a half-written dist for a finished one.
  fs.rmSync(buildStamp, { force: true })
  removeStaleOutputs(outputs)
  // The compiler does not look whether its earlier outputs are still there; it would leave the holes open.
  if (!allPresent(outputs)) fs.rmSync(compilerState, { force: true })

  const compiler = path.join(modules, 'typescript/bin/tsc')
  const result = await run(process.execPath, [compiler, '-p', buildConfig], { stdio: ['ignore', 2, 2] })
  if (result.code !== 0) {
    throw new CannotPrepare('编译失败:请改正上面的错误。\nThe build failed: correct the errors above.')
  }
  if (!(await bundle(programConfig)))
    throw new CannotPrepare(
      '打包失败:见上面的错误。\nThe program was not put together: see the errors above.',
    )
  for (const file of assets) {
    const target = path.join(dist, file)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.copyFileSync(path.join(root, file), target)
  }
  fs.writeFileSync(buildStamp, key)
  say(`编译完成 built (${seconds(started)})`)
}

/**
 * Everything the web app is built from, as one hash: its own room, and the names of states that it shows.
 * @returns {string}
 */
function readWebSources() {
  const states = listFiles('machines').filter(file => file.endsWith('/states.ts'))
  const files = [...listFiles('src/web'), ...states].sort()
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'src/prepare.mjs', webConfig, ...files]) {
    hash.update(`${file}\0${sha256(fs.readFileSync(path.join(root, file)))}\n`)
  }
  return `${hash.digest('hex')}\n`
}

/** @param {string} key */
function isWebBuilt(key) {
  return readIfThere(webStamp) === key
}

/** @param {string} key */
async function buildWeb(key) {
  const started = Date.now()
  fs.rmSync(webStamp, { force: true })
  if (!(await bundle(webConfig))) {
    throw new CannotPrepare(
      '网页编译失败:请改正上面的错误。\nThe web app was not built: correct the errors above.',
    )
  }
  fs.writeFileSync(webStamp, key)
  say(`网页就绪 web app built (${seconds(started)})`)
}

/** @param {string} config */
async function bundle(config) {
  const vite = path.join(modules, 'vite/bin/vite.js')
  const args = [vite, 'build', '--config', config, '--logLevel', 'warn']
  return (await run(process.execPath, args, { stdio: ['ignore', 2, 2] })).code === 0
}

/**
 * A module whose source is gone must not stay importable.
 * @param {Set<string>} outputs
 */
function removeStaleOutputs(outputs) {
  for (const file of rooms.flatMap(room => listFiles(room, dist))) {
    if (!outputs.has(file)) fs.rmSync(path.join(dist, file))
  }
}

/**
 * Files below a folder, with `/` as separator and relative to the base. Dotfiles are nobody's source.
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(folder, base = root) {
  if (!fs.existsSync(path.join(base, folder))) return []
  return fs.readdirSync(path.join(base, folder), { withFileTypes: true }).flatMap(entry => {
    const file = `${folder}/${entry.name}`
    if (entry.name.startsWith('.') || outsideTheBuild.has(file)) return []
    return entry.isDirectory() ? listFiles(file, base) : [file]
  })
}

// ---------------------------------------------------------------------------------------------------------------
// One at a time

/**
 * Waits until no other prepare works in this clone, then holds the turn until the process ends. The lock names its
 * owner, so the lock of a process that was killed is recognised and removed.
 */
async function takeTurn() {
  fs.mkdirSync(dist, { recursive: true })
  for (let told = false; ; ) {
    try {
      fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const owner = readIfThere(lockFile)
    if (owner === undefined) continue
    if (isAbandoned(owner)) {
      removeAbandonedLock(owner)
      continue
    }
    if (!told) say(`等待另一个准备过程 waiting for another prepare (pid ${owner || '?'}) …`)
    told = true
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  process.on('exit', () => {
    if (readIfThere(lockFile) === String(process.pid)) fs.rmSync(lockFile, { force: true })
  })
}

/** @param {string} owner content of the lock */
function isAbandoned(owner) {
  if (owner === '') {
    // Created but not signed yet: a matter of microseconds, unless its owner died right then.
    const age = Date.now() - (fs.statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    return age > 10_000
  }
  // Our own number in a lock that we don't hold: a restarted container, where process numbers repeat.
  if (Number(owner) === process.pid) return true
  try {
    process.kill(Number(owner), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/**
 * Moved aside before it is removed: of two waiting processes only one can move it, and one that came too late and
 * moved a living owner's lock sees that by the name in it and puts it back.
 * @param {string} owner
 */
function removeAbandonedLock(owner) {
  const aside = `${lockFile}.${process.pid}`
  try {
    fs.renameSync(lockFile, aside)
  } catch {
    return
  }
  if (readIfThere(aside) === owner) fs.rmSync(aside, { force: true })
  else fs.renameSync(aside, lockFile)
}

// ---------------------------------------------------------------------------------------------------------------

/**
 * Runs a command in the project's root and waits for it. A signal to us is passed on, so that stopping `npm start`
 * also stops an install that is under way.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // npm is a shell script on Windows, which only a shell can start.
    const shell = process.platform === 'win32' && command === 'npm'
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell, ...options })
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-200_000)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)

    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    let stopped = false
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      stopped = true
      child.kill(signal)
    }
    for (const signal of signals) process.on(signal, pass)
    child.on('error', error => {
      reject(
        'code' in error && error.code === 'ENOENT'
          ? new CannotPrepare(`找不到 ${command}。\n${command} was not found; it comes with Node.js.`)
          : error,
      )
    })
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      if (stopped) reject(new CannotPrepare('已中断 stopped before it was ready.'))
      else resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output })
    })
  })
}

/**
 * @param {unknown} error
 * @returns {error is NodeJS.ErrnoException}
 */
function isPermissionError(error) {
  return error instanceof Error && 'code' in error && /^(EACCES|EPERM|EROFS)$/.test(String(error.code))
}

/** @param {string[]} lines */
function say(...lines) {
  process.stderr.write(`巡查 · ${lines.join('\n')}\n`)
}

/** @param {number} started */
function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`
}

/** @param {Buffer} content */
function sha256(content) {
  return createHash('sha256').update(content).digest('hex')
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
