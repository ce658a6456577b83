import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import type { Affiliation, Role } from '../../../machines/people.ts'

/* Who lives and works here. Every name is invented. */

export interface PlannedMember {
  readonly login: string
  readonly name: string
  readonly affiliation: Affiliation
  readonly roles: readonly Role[]
  /** Kind of the unit they work for. */
  readonly unit?: string
}

export interface PlannedUnit {
  readonly kind: string
  readonly name: string
  /** An authority or firm outside the community. */
  readonly external: boolean
  /** Login of who receives what is dispatched to it. */
  readonly manager: string
  readonly handlers: readonly string[]
}

export const UNITS: readonly PlannedUnit[] = [
  {
    kind: 'property',
    name: '巨塔物业',
    external: false,
    manager: 'manager',
    handlers: ['handler', 'ma.yong', 'he.bin'],
  },
  {
    kind: 'cleaning',
    name: '洁家保洁',
    external: false,
    manager: 'luo.fen',
    handlers: ['xie.lan', 'deng.mei'],
  },
  { kind: 'sanitation', name: '木渎环卫所', external: false, manager: 'tao.gang', handlers: ['fei.jun'] },
  { kind: 'police', name: '长浜警务室', external: false, manager: 'lu.zhiyuan', handlers: ['jin.peng'] },
  { kind: 'grid', name: '长浜网格工作站', external: false, manager: 'tang.lihua', handlers: ['pan.jing'] },
  { kind: 'urban_mgmt', name: '木渎城管中队', external: true, manager: 'wan.jie', handlers: ['lei.ming'] },
  { kind: 'fire', name: '木渎消防救援站', external: true, manager: 'yao.feng', handlers: ['bao.chao'] },
  { kind: 'utility', name: '供电通信联合班', external: true, manager: 'jiang.hai', handlers: ['ren.tao'] },
  { kind: 'lift_maint', name: '苏安电梯维保', external: true, manager: 'yin.qing', handlers: ['du.kai'] },
]

const staff = (
  login: string,
  name: string,
  unit: string,
  role: 'unit_manager' | 'handler',
): PlannedMember => ({
  login,
  name,
  affiliation: unit === 'property' || unit === 'police' || unit === 'grid' ? unit : 'other',
  roles: [role],
  unit,
})
const walker = (login: string, name: string, affiliation: Affiliation, unit?: string): PlannedMember => ({
  login,
  name,
  affiliation,
  roles: ['patroller'],
  ...(unit === undefined ? {} : { unit }),
})
const resident = (login: string, name: string): PlannedMember => ({
  login,
  name,
  affiliation: 'resident',
  roles: ['resident'],
})

/** The people to sign in as, one of each role. */
export const FACES: readonly PlannedMember[] = [
  { login: 'admin', name: '陆文静', affiliation: 'community', roles: ['admin'] },
  { login: 'coordinator', name: '沈佳怡', affiliation: 'community', roles: ['coordinator'] },
  { login: 'supervisor', name: '周建华', affiliation: 'community', roles: ['supervisor'] },
  { login: 'auditor', name: '吴慎之', affiliation: 'other', roles: ['auditor'] },
  staff('manager', '钱国平', 'property', 'unit_manager'),
  staff('handler', '孙大勇', 'property', 'handler'),
  walker('patroller', '陈秀英', 'resident'),
  resident('resident', '顾晓敏'),
]

const OTHERS: readonly PlannedMember[] = [
  { login: 'shen.yi', name: '沈毅', affiliation: 'community', roles: ['coordinator'] },
  staff('ma.yong', '马勇', 'property', 'handler'),
  staff('he.bin', '何斌', 'property', 'handler'),
  staff('luo.fen', '罗芬', 'cleaning', 'unit_manager'),
  staff('xie.lan', '谢兰', 'cleaning', 'handler'),
  staff('deng.mei', '邓梅', 'cleaning', 'handler'),
  staff('tao.gang', '陶刚', 'sanitation', 'unit_manager'),
  staff('fei.jun', '费军', 'sanitation', 'handler'),
  staff('wan.jie', '万杰', 'urban_mgmt', 'unit_manager'),
  staff('lei.ming', '雷鸣', 'urban_mgmt', 'handler'),
  staff('yao.feng', '姚锋', 'fire', 'unit_manager'),
  staff('bao.chao', '鲍超', 'fire', 'handler'),
  staff('jiang.hai', '蒋海', 'utility', 'unit_manager'),
  staff('ren.tao', '任涛', 'utility', 'handler'),
  staff('yin.qing', '殷青', 'lift_maint', 'unit_manager'),
  staff('du.kai', '杜凯', 'lift_maint', 'handler'),
  // Officers and grid workers patrol, and their own unit handles what falls to it.
  {
    login: 'lu.zhiyuan',
    name: '陆志远',
    affiliation: 'police',
    roles: ['patroller', 'unit_manager'],
    unit: 'police',
  },
  { login: 'jin.peng', name: '金鹏', affiliation: 'police', roles: ['patroller', 'handler'], unit: 'police' },
  walker('shi.yan', '施岩', 'police', 'police'),
  {
    login: 'tang.lihua',
    name: '唐丽华',
    affiliation: 'grid',
    roles: ['patroller', 'unit_manager'],
    unit: 'grid',
  },
  { login: 'pan.jing', name: '潘静', affiliation: 'grid', roles: ['patroller', 'handler'], unit: 'grid' },
  walker('yu.xiaofeng', '俞晓峰', 'grid', 'grid'),
  walker('cai.yun', '蔡云', 'grid', 'grid'),
  walker('zhu.min', '朱敏', 'property', 'property'),
  walker('xu.qiang', '徐强', 'property', 'property'),
  walker('gu.fang', '顾芳', 'property', 'property'),
  walker('wang.jianguo', '王建国', 'resident'),
  walker('li.guizhen', '李桂珍', 'resident'),
  walker('zhang.weimin', '张为民', 'resident'),
  walker('xu.meifang', '许美芳', 'resident'),
  walker('hu.genlin', '胡根林', 'resident'),
  walker('qian.ayi', '钱雅仪', 'resident'),
  walker('shen.laogen', '沈老根', 'resident'),
  walker('fang.xiulan', '方秀兰', 'resident'),
  walker('yan.bo', '严波', 'resident'),
  resident('cao.li', '曹莉'),
  resident('wei.dong', '魏东'),
  resident('ye.qiuping', '叶秋萍'),
  resident('song.lei', '宋磊'),
  resident('han.xue', '韩雪'),
  resident('lv.zhigang', '吕志刚'),
  resident('peng.yu', '彭宇'),
  resident('zheng.aihua', '郑爱华'),
]

export const MEMBERS: readonly PlannedMember[] = [...FACES, ...OTHERS]
/** Logins of those with a role. */
export const loginsOf = (role: Role): string[] =>
  MEMBERS.flatMap(({ roles, login }) => (roles.includes(role) ? [login] : []))

/** 居民自治巡查分队: property, police, grid and resident volunteers walk together. */
export interface PlannedSquad {
  readonly key: 'corridor' | 'ebike' | 'waste' | 'general' | 'night'
  readonly name: string
  readonly theme: PatrolTheme
  readonly lead: string
  readonly members: readonly string[]
}
export type SquadKey = PlannedSquad['key']

export const SQUADS: readonly PlannedSquad[] = [
  {
    key: 'corridor',
    name: '楼道管理分队',
    theme: 'corridor',
    lead: 'patroller',
    members: ['zhu.min', 'jin.peng', 'cai.yun', 'wang.jianguo'],
  },
  {
    key: 'ebike',
    name: '电动车整治分队',
    theme: 'ebike',
    lead: 'yu.xiaofeng',
    members: ['xu.qiang', 'shi.yan', 'li.guizhen', 'hu.genlin'],
  },
  {
    key: 'waste',
    name: '垃圾分类督导分队',
    theme: 'waste',
    lead: 'xu.meifang',
    members: ['gu.fang', 'jin.peng', 'pan.jing', 'fang.xiulan'],
  },
  {
    key: 'general',
    name: '综合巡查分队',
    theme: 'general',
    lead: 'zhang.weimin',
    members: ['zhu.min', 'shi.yan', 'tang.lihua', 'qian.ayi', 'yan.bo'],
  },
  {
    key: 'night',
    name: '夜间联勤分队',
    theme: 'general',
    lead: 'lu.zhiyuan',
    members: ['xu.qiang', 'cai.yun', 'shen.laogen'],
  },
]

/** The squad of a key. */
export function squadOf(key: SquadKey): PlannedSquad {
  const squad = SQUADS.find(s => s.key === key)
  if (!squad) throw new Error(`no squad ${key}`)
  return squad
}

/** The unit of a kind. */
export function unitOf(kind: string): PlannedUnit {
  const unit = UNITS.find(u => u.kind === kind)
  if (!unit) throw new Error(`no unit of kind ${kind}`)
  return unit
}
