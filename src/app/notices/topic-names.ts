/** Words of a kind of notice: what it is about, in both languages. */
interface Name {
  readonly zh: string
  readonly en: string
}

const stage = (zh: string, en: string): Readonly<Record<string, Name>> => ({
  warn: { zh: `${zh}即将超时`, en: `${en} due soon` },
  overdue: { zh: `${zh}超时`, en: `${en} overdue` },
  raised: { zh: `${zh}超时仍未处理`, en: `${en} still overdue` },
})

const RUNGS: Readonly<Record<string, Readonly<Record<string, Name>>>> = {
  handle: {
    warn: { zh: '即将到期', en: 'Due soon' },
    due: { zh: '已到期', en: 'Due now' },
    overdue: { zh: '已超期', en: 'Overdue' },
    yellow: { zh: '黄牌督办', en: 'Yellow card' },
    red: { zh: '红牌督办', en: 'Red card' },
  },
  triage: stage('受理', 'Triage'),
  verify: stage('核实', 'Verification'),
  dispatch: stage('派遣', 'Dispatch'),
  receive: stage('接收', 'Receipt'),
  check: stage('核查', 'Check'),
  close: stage('结案', 'Closing'),
  suspension: { ending: { zh: '挂账即将到期', en: 'Suspension ends soon' } },
  supervision: { unanswered: { zh: '督办未回复', en: 'Supervision not answered' } },
  patrol: { missed: { zh: '漏巡', en: 'Patrol missed' } },
}

const PLAIN: Readonly<Record<string, Name>> = {
  reported: { zh: '新上报,待受理', en: 'Reported, to be triaged' },
  rejected: { zh: '不予受理', en: 'Not accepted' },
  merged: { zh: '已并案', en: 'Merged' },
  verify_requested: { zh: '请核实', en: 'Please verify' },
  verified: { zh: '核实已反馈', en: 'Verified' },
  self_handled_rejected: { zh: '自处置未通过', en: 'Fix on the spot not approved' },
  dispatched: { zh: '新派遣,待接收', en: 'Dispatched to your unit' },
  assigned: { zh: '指派给您处置', en: 'Assigned to you' },
  returned: { zh: '已回退,待重新派遣', en: 'Returned, to be dispatched again' },
  extension_applied: { zh: '申请延期', en: 'Extension applied for' },
  extension_decided: { zh: '延期申请已批复', en: 'Extension decided' },
  suspension_applied: { zh: '申请挂账', en: 'Suspension applied for' },
  suspension_decided: { zh: '挂账申请已批复', en: 'Suspension decided' },
  voided: { zh: '已作废', en: 'Void' },
  original_closed: { zh: '您的上报所并入的问题已结案', en: 'What your report was merged into is closed' },
  original_reopened: {
    zh: '您的上报所并入的问题已重启',
    en: 'What your report was merged into is open again',
  },
  original_rejected: {
    zh: '您的上报所并入的问题不予受理',
    en: 'What your report was merged into was not accepted',
  },
  original_merged: {
    zh: '您的上报所并入的问题又已并案',
    en: 'What your report was merged into was merged itself',
  },
  original_voided: { zh: '您的上报所并入的问题已作废', en: 'What your report was merged into is void' },
  resumed: { zh: '已恢复处置', en: 'Resumed' },
  void_proposed: { zh: '提请作废', en: 'Proposed to be void' },
  void_decided: { zh: '作废申请已批复', en: 'Void decided' },
  rectified: { zh: '已整改,待核查', en: 'Rectified, to be checked' },
  checked: { zh: '核查已反馈', en: 'Checked' },
  rework: { zh: '返工', en: 'Rework' },
  closed: { zh: '已结案', en: 'Closed' },
  reopened: { zh: '已重启', en: 'Reopened' },
  recheck_offered: { zh: '请您的分队交叉复核', en: 'Your squad is to look at it again' },
  recheck_failed: { zh: '交叉复核不通过', en: 'A cross re-check found it undone' },
  urged: { zh: '催办', en: 'Urged' },
  supervised: { zh: '督办', en: 'Under supervision' },
  supervision_replied: { zh: '督办已回复', en: 'Supervision answered' },
  appealed: { zh: '申诉待审', en: 'Appeal to be decided' },
  appeal_decided: { zh: '申诉已审', en: 'Appeal decided' },
  // Tries a webhook out; no machine says it.
  test: { zh: '测试消息', en: 'Test message' },
}

/** What a notice of this topic and rung is called; a test holds it against every notice that can be told. */
export function nameOfTopic(topic: string, rung: string): Name {
  const name = rung === '' ? PLAIN[topic] : RUNGS[topic]?.[rung]
  if (!name) throw new TypeError(`a notice of ${topic} ${rung} has no words`)
  return name
}
