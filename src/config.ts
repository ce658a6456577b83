/*
 * Every setting: what it does, its default, its environment variable. The only reader of the environment. The
 * table in the README is generated from this page.
 */
import { isIP } from 'node:net'

interface Setting<Value> {
  readonly env: string
  readonly fallback: string
  readonly zh: string
  readonly en: string
  /** Throws a plain sentence when the text cannot be meant. */
  readonly parse: (text: string) => Value
}

const setting = <Value>(s: Setting<Value>): Setting<Value> => s
const text = (value: string): string => value
const textOrNull = (value: string): string | null => value || null

function whole(least: number, most: number) {
  return (value: string): number => {
    const number = Number(value)
    if (!Number.isInteger(number) || number < least || number > most)
      throw new Error(`须为 ${least} 到 ${most} 的整数 · has to be a whole number from ${least} to ${most}`)
    return number
  }
}

function queueAddress(value: string): string | null {
  if (value === '') return null
  if (/^(rediss?|postgres(ql)?):$/.test(URL.canParse(value) ? new URL(value).protocol : '')) return value
  throw new Error(
    '须为 redis://、rediss:// 或 postgres:// 网址 · has to be a redis://, rediss:// or postgres:// address',
  )
}

/** An address with an optional name before it, such as `巡查 <xuncha@example.org>`; no line break, no second address. */
const SENDER = /^(?:[^<>@,;:"\p{Cc}]+ )?<?[\w.+-]+@[\w.-]+>?$/u

function networks(value: string): string[] {
  const list = value.split(',').flatMap(part => part.trim() || [])
  for (const network of list) {
    const [address = '', bits = '', ...rest] = network.split('/')
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
    if (rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
      throw new Error(`${network} 不是网段,例如 10.1.0.0/16 · is no network such as 10.1.0.0/16`)
  }
  return list
}

/** The settings, by the name the program uses. */
export const SETTINGS = {
  port: setting({
    env: 'PORT',
    fallback: '3000',
    zh: '监听端口',
    en: 'Port to listen on; 0 takes a free one',
    parse: whole(0, 65_535),
  }),
  host: setting({
    env: 'HOST',
    fallback: '127.0.0.1',
    zh: '监听地址;对外服务请放在反向代理之后',
    en: 'Address to listen on; put a reverse proxy in front to serve others',
    parse: text,
  }),
  dataDirectory: setting({
    env: 'DATA_DIR',
    fallback: './data',
    zh: '数据目录:SQLite 文件和照片;多台机器须共享此目录',
    en: 'Data directory: the SQLite file and the photos; several machines share it',
    parse: text,
  }),
  keyFile: setting({
    env: 'XUNCHA_KEY_FILE',
    fallback: '',
    zh: '加密个人信息的密钥文件,首次启动时生成;留空:数据目录中的 xuncha.key。备份不含此文件,请另行保管',
    en: 'File with the key that personal data is sealed with, made on the first start; empty: xuncha.key in the data directory. No backup holds it: keep it apart',
    parse: textOrNull,
  }),
  databaseUrl: setting({
    env: 'DATABASE_URL',
    fallback: '',
    zh: '例如 postgres://用户:密码@主机/数据库;主库和备库的主机之间用逗号隔开;留空:使用数据目录中的 SQLite',
    en: 'Such as postgres://user:password@host/database; commas between the hosts of a primary and its standbys; empty: SQLite in the data directory',
    parse: (value): string | null => {
      if (value === '') return null
      const [, account = '', hosts = '', rest = ''] = /^(\w+:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/.exec(value) ?? []
      const addresses = hosts.split(',').map(host => `${account}${host}${rest}`)
      if (!addresses.every(each => /^postgres(ql)?:\/\//.test(each) && URL.canParse(each)))
        throw new Error(
          '须写作 postgres://用户:密码@主机/数据库 · has to be written postgres://user:password@host/database',
        )
      return value
    },
  }),
  databaseConnections: setting({
    env: 'XUNCHA_DATABASE_CONNECTIONS',
    fallback: '10',
    zh: '本进程最多使用多少个 PostgreSQL 连接',
    en: 'Connections to PostgreSQL this process may hold',
    parse: whole(3, 500),
  }),
  turnsPerCommit: setting({
    env: 'XUNCHA_TURNS_PER_COMMIT',
    fallback: '32',
    zh: '最多多少个写入共用一次提交;越大吞吐越高,单次停顿也越长',
    en: 'Writes that share one commit at the most: more of them raise what can be written, and the pause of each',
    parse: whole(1, 256),
  }),
  queueUrl: setting({
    env: 'QUEUE_URL',
    fallback: '',
    zh: '任务队列:redis://、rediss:// 或 postgres://;留空:在进程内',
    en: 'Job queue: redis://, rediss:// or postgres://; empty: inside the process',
    parse: queueAddress,
  }),
  mode: setting({
    env: 'XUNCHA_MODE',
    fallback: 'all',
    zh: '本进程做什么:web 只答复请求,worker 只做后台工作,all 两者都做;使用 SQLite 时只能是 all',
    en: 'What this process does: web answers requests, worker does what happens later, all does both; with SQLite only all',
    parse: (value): 'all' | 'web' | 'worker' => {
      if (value === 'all' || value === 'web' || value === 'worker') return value
      throw new Error('只能是 all、web 或 worker · has to be all, web or worker')
    },
  }),
  bootstrapAdministrator: setting({
    env: 'XUNCHA_BOOTSTRAP_ADMIN',
    fallback: '',
    zh: '数据库为空时创建的总管理员,写作 登录名:密码',
    en: 'Root administrator made on an empty database, as login:password',
    parse: textOrNull,
  }),
  communityTimeZone: setting({
    env: 'TZ_COMMUNITY',
    fallback: 'Asia/Shanghai',
    zh: '新社区的默认时区',
    en: 'Time zone of new communities',
    parse: (value): string => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone && value
      } catch {
        throw new Error('不是有效的时区名 · is not the name of a time zone')
      }
    },
  }),
  publicOrigin: setting({
    env: 'XUNCHA_PUBLIC_URL',
    fallback: '',
    zh: '浏览器访问本系统的地址,例如 https://xuncha.example;https 时启用安全 Cookie',
    en: 'Where browsers reach the system, such as https://xuncha.example; https makes cookies Secure',
    parse: (value): string | null => {
      if (value === '') return null
      if (!URL.canParse(value)) throw new Error('须为完整网址 · has to be a full address')
      return new URL(value).origin
    },
  }),
  trustedProxies: setting({
    env: 'XUNCHA_TRUSTED_PROXIES',
    fallback: '0',
    zh: '前面有几层可信的反向代理',
    en: 'How many trusted proxies stand in front',
    parse: whole(0, 10),
  }),
  requestsPerMinute: setting({
    env: 'XUNCHA_RATE_LIMIT',
    fallback: '6000',
    zh: '每个成员每分钟最多请求数',
    en: 'Requests a member may make in a minute',
    parse: whole(1, 10_000_000),
  }),
  smtpUrl: setting({
    env: 'XUNCHA_SMTP_URL',
    fallback: '',
    zh: '邮件服务器,例如 smtps://用户:密码@mail.example:465;留空则不发邮件',
    en: 'Mail server, such as smtps://user:password@mail.example:465; empty sends no mail',
    parse: (value): string | null => {
      if (value === '' || /^smtps?:$/.test(URL.canParse(value) ? new URL(value).protocol : ''))
        return value || null
      throw new Error('须以 smtp:// 或 smtps:// 开头 · has to begin with smtp:// or smtps://')
    },
  }),
  mailFrom: setting({
    env: 'XUNCHA_MAIL_FROM',
    fallback: '巡查 <xuncha@localhost>',
    zh: '邮件的发件人',
    en: 'Sender of mail',
    parse: (value): string => {
      if (SENDER.test(value)) return value
      throw new Error(
        '须为邮箱地址,例如 巡查 <xuncha@example.org> · has to be a mail address, with or without a name',
      )
    },
  }),
  webhookAllow: setting({
    env: 'XUNCHA_WEBHOOK_ALLOW',
    fallback: '',
    zh: '允许 Webhook 访问的内部网段,以逗号分隔,例如 10.1.0.0/16;对这些网段也允许 http',
    en: 'Internal networks that webhooks may reach, by commas, such as 10.1.0.0/16; there http will do, too',
    parse: networks,
  }),
  webhookPerMinute: setting({
    env: 'XUNCHA_WEBHOOK_RATE',
    fallback: '20',
    zh: '每个 Webhook 每分钟最多请求数;超出的稍后发送',
    en: 'Requests a webhook gets in a minute; what exceeds them waits',
    parse: whole(1, 1_000_000),
  }),
  logLevel: setting({
    env: 'XUNCHA_LOG_LEVEL',
    fallback: 'info',
    zh: '日志级别:silent、error、warn、info、debug',
    en: 'Log level: silent, error, warn, info, debug',
    parse: (value): string => {
      if (['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'].includes(value)) return value
      throw new Error('不是日志级别 · is not a log level')
    },
  }),
  metricsToken: setting({
    env: 'XUNCHA_METRICS_TOKEN',
    fallback: '',
    zh: '从其他机器读取 /prometheus 所需的令牌;留空时只有本机可读',
    en: 'Token that other machines read /prometheus with; empty: only this machine can',
    parse: (value): string | null => {
      if (value !== '' && value.length < 16)
        throw new Error('须至少 16 个字符 · has to have 16 characters or more')
      return textOrNull(value)
    },
  }),
  demoPassword: setting({
    env: 'XUNCHA_DEMO_PASSWORD',
    fallback: 'xuncha-demo-2025',
    zh: '演示数据中各成员的密码',
    en: 'Password of the demo’s members',
    parse: text,
  }),
}

export type Config = {
  readonly [Name in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[Name]['parse']>
}

/** Reads every setting, or throws one error that names each setting that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const config: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const [name, { env, fallback, parse }] of Object.entries(SETTINGS)) {
    try {
      config[name] = parse(environment[env] ?? fallback)
    } catch (error) {
      wrong.push(`${env}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  refuseHalves(config as Config)
  return config as Config
}

/** A process that does only half of the work needs the other half to meet it somewhere. */
function refuseHalves(config: { mode: string; databaseUrl: string | null; queueUrl: string | null }): void {
  if (config.mode === 'all' || (config.databaseUrl !== null && config.queueUrl !== null)) return
  throw new Error(
    `XUNCHA_MODE: ${config.mode} 需要同时设置 DATABASE_URL(PostgreSQL)和 QUEUE_URL;使用 SQLite 时只能是 all · ` +
      `${config.mode} needs both DATABASE_URL (PostgreSQL) and QUEUE_URL; with SQLite it can only be all`,
  )
}
