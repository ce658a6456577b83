import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../services/free-port.ts'
import { installOnDebian } from '../../services/install-on-debian.ts'
import { type Peer, serve } from './peer.ts'

/* Redmine by its REST interface, from the packages of Debian, with puma before it. */

const HOME = '/usr/share/redmine'

/* Its interface is off as it comes; one project with every tracker, and the administrator's key. */
const SET_UP = `
  Setting.rest_api_enabled = '1'
  root = User.find_by(login: 'admin')
  root.update_column(:must_change_passwd, false)
  project = Project.new(name: 'Findings', identifier: 'findings', trackers: Tracker.all, enabled_module_names: ['issue_tracking'])
  project.save!
  puts "key=#{root.api_key} project=#{project.id} tracker=#{Tracker.first.id} next=#{IssueStatus.second.id}"
`

export const redmine: Peer = {
  name: 'Redmine (Debian)',
  install() {
    if (existsSync(join(HOME, 'config.ru'))) return
    // It is to have no database of its own on this machine.
    const answer = 'redmine redmine/instances/default/dbconfig-install boolean false'
    spawnSync('debconf-set-selections', { input: answer })
    installOnDebian('redmine', 'redmine-pgsql', 'puma')
    if (!existsSync(join(HOME, 'config.ru'))) throw new Error('Redmine is not to be had on this machine')
  },
  async start(databaseUrl, directory) {
    const instance = join(directory, 'redmine')
    await mkdir(join(instance, 'tmp'), { recursive: true })
    const env = {
      PATH: String(process.env.PATH),
      HOME: directory,
      RAILS_ENV: 'production',
      DATABASE_URL: databaseUrl.replace(/^postgres:/, 'postgresql:'),
      SECRET_KEY_BASE: 'secret of the bench, and of nothing else',
      REDMINE_LANG: 'en',
      LANG: 'C.UTF-8',
    }
    const rails = (...command: string[]): string =>
      execFileSync('bundle', ['exec', ...command], { cwd: HOME, env, encoding: 'utf8', stdio: 'pipe' })
    rails('rake', 'db:migrate')
    rails('rake', 'redmine:load_default_data')
    const said = rails('rails', 'runner', SET_UP)
    const [, key = '', project, tracker, next] =
      /key=(\w+) project=(\d+) tracker=(\d+) next=(\d+)/.exec(said) ?? []
    const port = await freePort()
    const address = `http://127.0.0.1:${port}`
    const stop = await serve(['puma', '-t', '5:5', '-b', `tcp://127.0.0.1:${port}`], {
      address,
      cwd: HOME,
      env,
    })
    const issue = {
      project_id: Number(project),
      tracker_id: Number(tracker),
      subject: '楼道堆放纸箱',
      description: '楼道堆放纸箱,影响通行',
    }
    return {
      address,
      headers: { 'x-redmine-api-key': key, 'content-type': 'application/json' },
      create: { path: '/issues.json', body: JSON.stringify({ issue }) },
      idIn: /"id":(\d+)/,
      move: {
        method: 'PUT',
        pathOf: id => `/issues/${id}.json`,
        body: JSON.stringify({ issue: { status_id: Number(next) } }),
      },
      stop,
    }
  },
}
