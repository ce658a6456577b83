import type { ErrorKind } from './errors.ts'

interface Entry {
  readonly kind: ErrorKind
  /** What happened, and what to do: [title, detail]. `{name}` is filled in. */
  readonly zh: readonly [title: string, detail: string]
  readonly en: readonly [title: string, detail: string]
}

const define = <Codes extends Record<string, Entry>>(
  codes: Codes,
): { readonly [Code in keyof Codes]: Entry } => codes

/** Every error a caller can meet. The error reference is generated from this page. */
export const CATALOGUE = define({
  'request.unauthenticated': {
    kind: 'unauthenticated',
    zh: ['尚未登录', '请先登录,或在请求中带上有效的令牌。'],
    en: ['Not signed in', 'Sign in first, or send a valid token.'],
  },
  'request.invalid': {
    kind: 'malformed',
    zh: ['请求内容不符合要求', '请按 errors 中指出的位置修改后再试。'],
    en: ['The request is not well-formed', 'Correct the places named in errors and send it again.'],
  },
  'request.not_json': {
    kind: 'malformed',
    zh: ['请求内容不是有效的 JSON', '请检查 JSON 格式后再试。'],
    en: ['The body is not valid JSON', 'Check the JSON and send it again.'],
  },
  'request.key_reused': {
    kind: 'refused',
    zh: ['幂等键已用于另一份内容', '同一个 Idempotency-Key 只能对应同一份内容;请换一个新的键。'],
    en: ['This idempotency key was used for other content', 'Use a new Idempotency-Key for new content.'],
  },
  'request.id_conflict': {
    kind: 'conflict',
    zh: ['该编号已用于另一份内容', '请换一个新的 id 再提交。'],
    en: ['This id was used for other content', 'Use a new id.'],
  },
  'request.reference_unknown': {
    kind: 'refused',
    zh: ['引用的记录不存在', '{pointer} 指向的记录不存在或不在您的范围内,请重新选择。'],
    en: [
      'A referenced record does not exist',
      '{pointer} names no record within your scope; choose another.',
    ],
  },
  'request.cross_site': {
    kind: 'forbidden',
    zh: ['拒绝来自其他网站的请求', '请在本系统页面内操作,或改用令牌访问。'],
    en: ['A request from another site is refused', 'Work from a page of this system, or use a token.'],
  },
  'request.role_forbidden': {
    kind: 'forbidden',
    zh: ['您的角色不能进行此操作', '请联系管理员确认您的角色。'],
    en: ['Your role may not do this', 'Ask an administrator about your role.'],
  },
  'request.too_large': {
    kind: 'too_large',
    zh: ['内容太大', '请缩短文字或缩小文件后再试。'],
    en: ['The content is too large', 'Shorten the text or shrink the file and try again.'],
  },
  'request.unsupported_type': {
    kind: 'unsupported',
    zh: ['不支持的内容类型', '请使用 application/json,照片请使用 multipart/form-data。'],
    en: ['Unsupported content type', 'Send application/json, or multipart/form-data for photos.'],
  },
  'request.limited': {
    kind: 'limited',
    zh: ['请求过于频繁', '请在 {seconds} 秒后再试。'],
    en: ['Too many requests', 'Try again in {seconds} seconds.'],
  },
  'request.not_found': {
    kind: 'missing',
    zh: ['没有这个地址', '请检查路径;接口说明见 /docs。'],
    en: ['There is nothing at this address', 'Check the path; the interface is described at /docs.'],
  },
  'server.failed': {
    kind: 'unavailable',
    zh: ['系统内部出错', '未作任何改动。请稍后再试;若仍出错,请把 X-Request-Id 告诉管理员。'],
    en: [
      'The system failed',
      'Nothing was changed. Try again later; if it fails again, tell the administrator the X-Request-Id.',
    ],
  },
  'store.busy': {
    kind: 'unavailable',
    zh: ['数据库暂时忙', '未作任何改动,请稍后再试。'],
    en: ['The database is busy', 'Nothing was changed; try again shortly.'],
  },
  'store.full': {
    kind: 'full',
    zh: ['磁盘已满', '未作任何改动,请联系管理员清理磁盘。'],
    en: ['The disk is full', 'Nothing was changed; ask the administrator to free space.'],
  },
  'session.wrong': {
    kind: 'unauthenticated',
    zh: ['账号或密码不正确', '请重新输入;忘记密码请联系管理员重置。'],
    en: ['Wrong login or password', 'Try again; an administrator can reset a forgotten password.'],
  },
  'session.locked': {
    kind: 'limited',
    zh: ['登录失败次数过多', '请在 {seconds} 秒后再试,或请管理员重置密码。'],
    en: [
      'Too many failed sign-ins',
      'Try again in {seconds} seconds, or ask an administrator to reset the password.',
    ],
  },
  'session.password_wrong': {
    kind: 'refused',
    zh: ['当前密码不正确', '请重新输入当前密码。'],
    en: ['The current password is wrong', 'Enter the current password again.'],
  },
  'session.password_weak': {
    kind: 'refused',
    zh: ['密码太弱', '请使用至少 8 个字符且不常见的密码。'],
    en: ['The password is too weak', 'Use at least 8 characters and nothing common.'],
  },
  'setup.closed': {
    kind: 'missing',
    zh: ['初始设置链接无效', '链接只能使用一次;请重启服务以取得新的链接,或直接登录。'],
    en: ['This set-up link is not valid', 'It works once; restart the server for a new one, or sign in.'],
  },
  'community.not_found': {
    kind: 'missing',
    zh: ['没有这个社区', '请检查编号;您只能看到自己范围内的社区。'],
    en: ['No such community', 'Check the id; you see only communities within your scope.'],
  },
  'community.version_conflict': {
    kind: 'conflict',
    zh: ['社区资料已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this community', 'Repeat your change on the current record.'],
  },
  'community.code_taken': {
    kind: 'conflict',
    zh: ['社区代码已被使用', '请换一个代码。'],
    en: ['This community code is taken', 'Choose another code.'],
  },
  'place.not_found': {
    kind: 'missing',
    zh: ['没有这个点位', '请检查编号;您只能看到自己社区的点位。'],
    en: ['No such place', 'Check the id; you see only places of your community.'],
  },
  'place.version_conflict': {
    kind: 'conflict',
    zh: ['点位已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this place', 'Repeat your change on the current record.'],
  },
  'place.code_taken': {
    kind: 'conflict',
    zh: ['同一上级下已有此代码', '请换一个代码。'],
    en: ['This code is taken under the same parent', 'Choose another code.'],
  },
  'place.too_deep': {
    kind: 'refused',
    zh: ['点位层级过深', '点位最多 12 级。'],
    en: ['The place is nested too deeply', 'A place has at most 12 levels.'],
  },
  'place.is_root': {
    kind: 'refused',
    zh: ['社区根点位不能停用', '请停用其下的点位。'],
    en: ['The root place cannot be deactivated', 'Deactivate the places below it.'],
  },
  'unit.not_found': {
    kind: 'missing',
    zh: ['没有这个责任单位', '请检查编号。'],
    en: ['No such unit', 'Check the id.'],
  },
  'unit.version_conflict': {
    kind: 'conflict',
    zh: ['责任单位已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this unit', 'Repeat your change on the current record.'],
  },
  'squad.not_found': {
    kind: 'missing',
    zh: ['没有这个巡查分队', '请检查编号。'],
    en: ['No such squad', 'Check the id.'],
  },
  'squad.version_conflict': {
    kind: 'conflict',
    zh: ['巡查分队已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this squad', 'Repeat your change on the current record.'],
  },
  'category.not_found': {
    kind: 'missing',
    zh: ['没有这个问题类别', '请检查类别代码。'],
    en: ['No such category', 'Check the code.'],
  },
  'category.version_conflict': {
    kind: 'conflict',
    zh: ['问题类别已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this category', 'Repeat your change on the current record.'],
  },
  'category.restricted': {
    kind: 'refused',
    zh: ['该类别涉及隐私或治安,不能公开', '请保持 public 为 false。'],
    en: ['This category is restricted and cannot be public', 'Leave public false.'],
  },
  'calendar.invalid': {
    kind: 'refused',
    zh: ['工作日历不成立', '请检查:{problems}。'],
    en: ['The working calendar does not hold', 'Check: {problems}.'],
  },
  'member.not_found': {
    kind: 'missing',
    zh: ['没有这个成员', '请检查编号。'],
    en: ['No such member', 'Check the id.'],
  },
  'member.version_conflict': {
    kind: 'conflict',
    zh: ['成员资料已被他人修改', '请在最新内容(current)上重新修改。'],
    en: ['Somebody else changed this member', 'Repeat your change on the current record.'],
  },
  'member.login_taken': {
    kind: 'conflict',
    zh: ['登录名已被使用', '请换一个登录名。'],
    en: ['This login is taken', 'Choose another login.'],
  },
  'member.unit_missing': {
    kind: 'refused',
    zh: ['处置人和单位负责人必须属于一个责任单位', '请填写 unitId。'],
    en: ['Handlers and unit managers belong to a unit', 'Give a unitId.'],
  },
  'member.is_self': {
    kind: 'refused',
    zh: ['不能停用自己或撤销自己的管理员角色', '请由另一位管理员操作。'],
    en: ['You cannot deactivate yourself or drop your own admin role', 'Let another administrator do it.'],
  },
  'token.not_found': {
    kind: 'missing',
    zh: ['没有这个令牌', '请检查编号。'],
    en: ['No such token', 'Check the id.'],
  },
  'token.too_many': {
    kind: 'refused',
    zh: ['令牌太多', '每位成员最多 {most} 个令牌;请先删除不用的。'],
    en: ['Too many tokens', 'A member has at most {most}; delete those you no longer use.'],
  },
  'photo.not_found': {
    kind: 'missing',
    zh: ['没有这张照片', '请检查编号;您只能看到自己上传的或有权查看的记录中的照片。'],
    en: ['No such photo', 'Check the id; you see your own photos and those of records you may see.'],
  },
  'photo.missing': {
    kind: 'malformed',
    zh: ['没有收到照片', '请在 multipart 表单的 file 字段上传一张照片。'],
    en: ['No photo came', 'Send one photo in the multipart field “file”.'],
  },
  'photo.busy': {
    kind: 'unavailable',
    zh: ['同时上传的照片太多', '请稍后自动或手动重试。'],
    en: ['Too many photos are being uploaded at once', 'Try again shortly.'],
  },
  'photo.empty': {
    kind: 'refused',
    zh: ['照片文件是空的', '请重新拍摄或选择。'],
    en: ['The photo file is empty', 'Take or choose another.'],
  },
  'photo.not_an_image': {
    kind: 'refused',
    zh: ['这不是照片', '请上传 JPEG、PNG 或 WebP 图片。'],
    en: ['This is not a photo', 'Send a JPEG, PNG or WebP image.'],
  },
  'photo.unsupported_type': {
    kind: 'refused',
    zh: ['不支持这种图片格式', '请上传 JPEG、PNG 或 WebP 图片;iPhone 请在相机设置中选“兼容性最佳”。'],
    en: [
      'This image format is not supported',
      'Send JPEG, PNG or WebP; on an iPhone choose “Most Compatible” in the camera settings.',
    ],
  },
  'photo.heic': {
    kind: 'refused',
    zh: ['不支持 HEIC 照片', '请上传 JPEG;iPhone 请在“设置-相机-格式”中选“兼容性最佳”。'],
    en: [
      'HEIC photos are not supported',
      'Send JPEG; on an iPhone choose Settings, Camera, Formats, “Most Compatible”.',
    ],
  },
  'photo.too_many_pixels': {
    kind: 'refused',
    zh: ['图片尺寸过大', '请上传不超过 5000 万像素、边长不超过 12000 像素的图片。'],
    en: ['The picture has too many pixels', 'Send at most 50 million pixels and 12,000 a side.'],
  },
  'photo.unreadable': {
    kind: 'refused',
    zh: ['照片已损坏', '请重新拍摄或选择。'],
    en: ['The photo is damaged', 'Take or choose another.'],
  },
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
  'patrol.not_found': {
    kind: 'missing',
    zh: ['没有这次巡查', '请检查编号;您只能看到自己范围内的巡查。'],
    en: ['No such patrol', 'Check the id; you see only patrols within your scope.'],
  },
  'patrol.version_conflict': {
    kind: 'conflict',
    zh: ['该巡查刚被他人修改', '请查看最新状态(current)后再操作。'],
    en: ['Somebody else was first', 'Look at the current record and decide again.'],
  },
  'patrol.event_refused': {
    kind: 'refused',
    zh: ['当前状态不能进行此操作', '该巡查现为“{state}”;可进行的操作见 allowed。'],
    en: ['The patrol cannot take this now', 'It is “{state}”; allowed lists what can be done.'],
  },
  'patrol.role_forbidden': {
    kind: 'forbidden',
    zh: ['您的角色不能进行此操作', '请由有此权限的成员操作。'],
    en: ['Your role may not do this', 'Somebody with the right role has to.'],
  },
  'patrol.window_invalid': {
    kind: 'refused',
    zh: ['时间窗不成立', '开始时间须早于结束时间。'],
    en: ['The window does not hold', 'It has to start before it ends.'],
  },
  'patrol.joined_before': {
    kind: 'refused',
    zh: ['您已在本次巡查中', '无需再次加入。'],
    en: ['You joined already', 'There is nothing to do.'],
  },
  'patrol.not_joined': {
    kind: 'refused',
    zh: ['您不在本次巡查中', '请先加入。'],
    en: ['You are not on this patrol', 'Join it first.'],
  },
  'patrol.place_outside': {
    kind: 'refused',
    zh: ['点位不在本次巡查范围内', '请选择巡查范围内的点位。'],
    en: ['The place is outside this patrol', 'Choose a place within it.'],
  },
  'patrol.reason_missing': {
    kind: 'refused',
    zh: ['跳过点位须说明原因', '请填写 note。'],
    en: ['Skipping a checkpoint needs a reason', 'Say why in note.'],
  },
  'patrol.own_work': {
    kind: 'refused',
    zh: ['不能确认自己提交的巡查', '请由队长、调度员或督查员中的另一人确认。'],
    en: ['You cannot confirm a patrol that you finished', 'Another lead, coordinator or supervisor has to.'],
  },
  'patrol.send_back_window_closed': {
    kind: 'refused',
    zh: ['提交已超过 24 小时,不能退回', '请确认,或另开一次巡查。'],
    en: ['It was finished more than 24 hours ago', 'Confirm it, or open another patrol.'],
  },
})

export type ErrorCode = keyof typeof CATALOGUE
