import { define } from './entry.ts'

/** Errors of findings. */
export const FINDINGS = define({
  'finding.not_found': {
    kind: 'missing',
    zh: ['没有这个问题', '请检查编号;您只能看到自己范围内的问题。'],
    en: ['No such finding', 'Check the id; you see only findings within your scope.'],
  },
  'finding.version_conflict': {
    kind: 'conflict',
    zh: ['该问题刚被他人处理', '请查看最新状态(current)后再操作。'],
    en: ['Somebody else was first', 'Look at the current record and decide again.'],
  },
  'finding.event_refused': {
    kind: 'refused',
    zh: ['当前状态不能进行此操作', '该问题现为“{state}”;可进行的操作见 allowed。'],
    en: ['The finding cannot take this now', 'It is “{state}”; allowed lists what can be done.'],
  },
  'finding.role_forbidden': {
    kind: 'forbidden',
    zh: ['您的角色不能进行此操作', '请由有此权限的成员操作。'],
    en: ['Your role may not do this', 'Somebody with the right role has to.'],
  },
  'finding.category_inactive': {
    kind: 'refused',
    zh: ['该类别已停用', '请选择其他类别。'],
    en: ['This category is not in use', 'Choose another.'],
  },
  'finding.location_missing': {
    kind: 'refused',
    zh: ['缺少位置', '请选择到楼栋或更细的点位,或填写地址、坐标。'],
    en: [
      'The location is missing',
      'Choose a place at building level or finer, or give an address or coordinates.',
    ],
  },
  'finding.observed_in_future': {
    kind: 'refused',
    zh: ['发现时间在将来', '请检查手机时间。'],
    en: ['It was observed in the future', 'Check the clock of the phone.'],
  },
  'finding.fix_not_by_patroller': {
    kind: 'forbidden',
    zh: ['只有巡查员可以即查即改', '请只上报问题,不填写 fixed。'],
    en: ['Only a patroller fixes on the spot', 'Report it without fixed.'],
  },
  'finding.not_on_the_spot': {
    kind: 'refused',
    zh: ['该类别不能即查即改', '请只上报问题,由责任单位处置。'],
    en: ['This category cannot be fixed on the spot', 'Report it, and let the unit rectify it.'],
  },
  'finding.evidence_missing': {
    kind: 'refused',
    zh: ['缺少照片', '请拍照上传后再提交(photoIds)。'],
    en: ['A photo is missing', 'Upload a photo and name it in photoIds.'],
  },
  'finding.verification_missing': {
    kind: 'refused',
    zh: ['尚未核实', '群众上报须核实属实后立案,或在 waive 中写明理由。'],
    en: [
      'Not verified yet',
      'A public report is verified before it is registered, or give the reason in waive.',
    ],
  },
  'finding.own_report': {
    kind: 'refused',
    zh: ['不能核实自己上报的问题', '请由他人核实。'],
    en: ['You cannot verify your own report', 'Let somebody else do it.'],
  },
  'finding.not_the_verifier': {
    kind: 'refused',
    zh: ['核实任务指派给了他人', '请由指定的核实人反馈。'],
    en: ['Somebody else was asked to verify', 'The named verifier has to answer.'],
  },
  'finding.merge_target_invalid': {
    kind: 'refused',
    zh: ['不能并入该问题', '请选择同一社区仍在办的另一个问题。'],
    en: ['It cannot be merged into that finding', 'Choose another open finding of the same community.'],
  },
  'finding.unit_inactive': {
    kind: 'refused',
    zh: ['该责任单位已停用', '请选择其他单位。'],
    en: ['This unit is not in use', 'Choose another.'],
  },
  'finding.unit_not_competent': {
    kind: 'refused',
    zh: ['该单位不负责此类别或点位', '请选择其他单位,或在 waive 中写明理由。'],
    en: [
      'This unit is not competent for the category and place',
      'Choose another, or give the reason in waive.',
    ],
  },
  'finding.no_disputed_return': {
    kind: 'refused',
    zh: ['没有被回退过,不能指定派遣', '请用普通派遣。'],
    en: ['It was never returned', 'Dispatch it the ordinary way.'],
  },
  'finding.handler_not_of_unit': {
    kind: 'refused',
    zh: ['处置人不属于本单位', '请选择本单位成员。'],
    en: ['The handler is not of this unit', 'Choose a member of the unit.'],
  },
  'finding.final_dispatch': {
    kind: 'refused',
    zh: ['指定派遣不能回退', '请处置,或申请延期、挂账。'],
    en: ['A final dispatch cannot be returned', 'Rectify it, or apply for an extension or suspension.'],
  },
  'finding.already_returned': {
    kind: 'refused',
    zh: ['本单位已回退过一次', '首接负责:请处置或联系督查员。'],
    en: ['This unit returned it once already', 'Rectify it, or speak to the supervisor.'],
  },
  'finding.return_window_closed': {
    kind: 'refused',
    zh: ['已过回退时限', '请处置,或申请延期、挂账。'],
    en: ['The time for returning is over', 'Rectify it, or apply for an extension or suspension.'],
  },
  'finding.already_overdue': {
    kind: 'refused',
    zh: ['已超期,不能申请', '延期和挂账须在到期前申请;请尽快整改。'],
    en: ['It is overdue already', 'Apply before it is due; rectify it as soon as you can.'],
  },
  'finding.application_pending': {
    kind: 'refused',
    zh: ['已有申请待审批', '请等待审批。'],
    en: ['An application is pending', 'Wait for the decision.'],
  },
  'finding.no_application': {
    kind: 'refused',
    zh: ['没有待审批的申请', '请刷新后再看。'],
    en: ['There is no application to decide', 'Look at the record again.'],
  },
  'finding.application_expired': {
    kind: 'refused',
    zh: ['申请已过期', '到期后申请自动失效。'],
    en: ['The application has expired', 'It lapses when the finding is due.'],
  },
  'finding.extension_limit': {
    kind: 'refused',
    zh: ['延期最多两次', '请尽快整改,或申请挂账。'],
    en: ['It was extended twice already', 'Rectify it, or apply for a suspension.'],
  },
  'finding.extension_too_long': {
    kind: 'refused',
    zh: ['延期超过一个原时限', '请缩短延期时间。'],
    en: ['The extension exceeds the original limit', 'Ask for less.'],
  },
  'finding.extension_basis': {
    kind: 'refused',
    zh: ['延期的计时方式须与原时限一致', '请不填 basis,或与原时限一致。'],
    en: ['The extension must be counted like the limit', 'Leave basis out, or give the limit’s.'],
  },
  'finding.interim_measure_missing': {
    kind: 'refused',
    zh: ['紧急和较急问题须写明临时措施', '请填写 interimMeasure。'],
    en: ['S1 and S2 need an interim measure', 'Say in interimMeasure what keeps people safe meanwhile.'],
  },
  'finding.suspended_before': {
    kind: 'refused',
    zh: ['已挂账过一次', '每次派遣只能挂账一次。'],
    en: ['It was suspended once already', 'One suspension per dispatch.'],
  },
  'finding.resume_by_invalid': {
    kind: 'refused',
    zh: ['恢复时间不成立', '请填写将来的、一年以内的时间。'],
    en: ['The resume date does not hold', 'Give a moment in the future, within 365 days.'],
  },
  'finding.own_work': {
    kind: 'refused',
    zh: ['不能核查或结案自己处置的问题', '请由他人操作。'],
    en: ['You cannot check or close your own work', 'Somebody else has to.'],
  },
  'finding.same_organisation': {
    kind: 'refused',
    zh: ['处置单位的人员不能核查', '请由其他单位的人员核查。'],
    en: ['The handling organisation cannot check its own work', 'Somebody of another organisation has to.'],
  },
  'finding.check_missing': {
    kind: 'refused',
    zh: ['尚未核查通过', '请先核查;轻微问题可凭照片结案,在 waive 中写明理由。'],
    en: ['No passed check yet', 'Have it checked first; S4 may be closed by photo with a reason in waive.'],
  },
  'finding.own_proposal': {
    kind: 'refused',
    zh: ['不能审批自己的提议', '请由另一人审批。'],
    en: ['You cannot decide your own proposal', 'A second person has to.'],
  },
  'finding.never_dispatched': {
    kind: 'refused',
    zh: ['该问题未曾派遣,不能重启', '请重新上报。'],
    en: ['It was never dispatched', 'Report it anew.'],
  },
  'finding.reopen_window_closed': {
    kind: 'refused',
    zh: ['结案已超过 7 天,不能重启', '请重新上报。'],
    en: ['It was closed more than 7 days ago', 'Report it anew.'],
  },
  'finding.no_recurrence': {
    kind: 'refused',
    zh: ['没有复发关联', '请刷新后再看。'],
    en: ['It is not linked to an earlier fix', 'Look at the record again.'],
  },
  'finding.urged_recently': {
    kind: 'refused',
    zh: ['24 小时内已催办过', '请稍后再催。'],
    en: ['You urged it within the last 24 hours', 'Wait before urging again.'],
  },
  'finding.not_supervised': {
    kind: 'refused',
    zh: ['没有督办', '请刷新后再看。'],
    en: ['It is not under supervision', 'Look at the record again.'],
  },
  'finding.not_overdue': {
    kind: 'refused',
    zh: ['没有超期,无需申诉', '只有超期的问题可以申诉。'],
    en: ['It was not overdue', 'Only an overdue mark can be appealed.'],
  },
  'finding.appealed_before': {
    kind: 'refused',
    zh: ['已申诉过', '每个问题只能申诉一次。'],
    en: ['It was appealed already', 'One appeal per finding.'],
  },
  'finding.appeal_window_closed': {
    kind: 'refused',
    zh: ['已过申诉期限', '申诉须在结案后 5 个工作日内提出。'],
    en: ['The time for an appeal is over', 'Appeal within 5 working days after closing.'],
  },
  'finding.appeal_order': {
    kind: 'refused',
    zh: ['申诉须先由调度员、再由督查员审批', '请由下一级审批人操作。'],
    en: ['The coordinator decides first, then the supervisor', 'The next reviewer has to.'],
  },
})
