import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { FINDING_COUNTERS, PATROL_COUNTERS } from '../../machines/counters.ts'
import { OPEN_FINDING_STATES } from '../../machines/finding/states.ts'
import type { Sealed } from '../sealed.ts'
import type { Kit } from './kit.ts'

/*
 * Every table, written once. `communityId` leads every primary key and index so that a large deployment can be split
 * by it; the exceptions are what belongs to the whole installation: sign-in names, session and token hashes, and the
 * sweeps' own indexes.
 */

/** Counters kept per scope and day; each twice, by the day it happened (`e…`) and by the report day (`c…`). */
export const COUNTERS = [...FINDING_COUNTERS, ...PATROL_COUNTERS] as const
export type Counter = (typeof COUNTERS)[number]

/** That a finding is open, written so that the index of open findings serves it: with the states themselves in it. */
export const isOpen = (state: SQLWrapper): SQL =>
  sql`${state} in (${sql.raw(OPEN_FINDING_STATES.map(name => `'${name}'`).join(', '))})`

/** Builds the tables of one dialect. */
export function defineTables(kit: Kit) {
  const { table, text, whole, moment, day, flag, real, json, index, uniqueIndex, primaryKey } = kit
  const community = () => text('community_id').notNull()
  const id = () => text('id').notNull()
  const version = () => whole('version').notNull()

  const communities = table('communities', {
    id: id().primaryKey(),
    name: text('name').notNull(),
    code: text('code').notNull().unique(),
    town: text('town'),
    timeZone: text('time_zone').notNull(),
    rootPlaceId: text('root_place_id').notNull(),
    policy: json('policy').notNull(),
    calendar: json('calendar').notNull(),
    active: flag('active').notNull(),
    version: version(),
  })

  const categories = table(
    'categories',
    {
      communityId: community(),
      code: text('code').notNull(),
      domainCode: text('domain_code').notNull(),
      domainZh: text('domain_zh').notNull(),
      nameZh: text('name_zh').notNull(),
      nameEn: text('name_en').notNull(),
      severity: text('severity').notNull(),
      limitMs: whole('limit_ms').notNull(),
      limitBasis: text('limit_basis').notNull(),
      defaultRole: text('default_role').notNull(),
      onTheSpot: flag('on_the_spot').notNull(),
      public: flag('public').notNull(),
      active: flag('active').notNull(),
      details: json('details').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.code] })],
  )

  const places = table(
    'places',
    {
      communityId: community(),
      id: id(),
      parentId: text('parent_id'),
      kind: text('kind').notNull(),
      name: text('name').notNull(),
      code: text('code').notNull(),
      /** Codes from the root down, `/` between and at the end: a subtree is a range of it. */
      path: text('path').notNull(),
      /** Names from the root down, for people. */
      namePath: text('name_path').notNull(),
      /** Ids of the ancestors that daily totals are kept for, as JSON, the root first. */
      countedPlaces: json('counted_places').notNull(),
      gridId: text('grid_id'),
      lat: real('lat'),
      lng: real('lng'),
      active: flag('active').notNull(),
      version: version(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      uniqueIndex('places_path').on(t.communityId, t.path),
      index('places_parent').on(t.communityId, t.parentId),
    ],
  )

  const units = table(
    'units',
    {
      communityId: community(),
      id: id(),
      name: text('name').notNull(),
      kind: text('kind').notNull(),
      external: flag('external').notNull(),
      placeIds: json('place_ids').notNull(),
      categoryCodes: json('category_codes'),
      active: flag('active').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] })],
  )

  const squads = table(
    'squads',
    {
      communityId: community(),
      id: id(),
      name: text('name').notNull(),
      leadId: text('lead_id').notNull(),
      memberIds: json('member_ids').notNull(),
      active: flag('active').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] })],
  )

  /** Root administrators have no community: an empty string, so that the key stays whole on both dialects. */
  const members = table(
    'members',
    {
      communityId: community(),
      id: id(),
      login: text('login').notNull(),
      name: text('name').$type<Sealed>().notNull(),
      phone: text('phone').$type<Sealed>(),
      affiliation: text('affiliation').notNull(),
      unitId: text('unit_id'),
      passwordHash: text('password_hash').notNull(),
      /** Until when a password that somebody else chose lets them in; null once they have chosen their own. */
      passwordUntil: moment('password_until'),
      active: flag('active').notNull(),
      createdAt: moment('created_at').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] }), uniqueIndex('members_login').on(t.login)],
  )

  const memberRoles = table(
    'member_roles',
    {
      communityId: community(),
      memberId: text('member_id').notNull(),
      role: text('role').notNull(),
      /** Empty for the root administrator, whose role holds everywhere. */
      placeId: text('place_id').notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.memberId, t.role, t.placeId] }),
      index('member_roles_role').on(t.communityId, t.role, t.memberId),
    ],
  )

  /** Sessions of browsers and tokens of programs: both are a hash that stands for a member. */
  const credentials = table(
    'credentials',
    {
      hash: text('hash').notNull().primaryKey(),
      id: id(),
      kind: text('kind').notNull(),
      communityId: community(),
      memberId: text('member_id').notNull(),
      name: text('name'),
      createdAt: moment('created_at').notNull(),
      expiresAt: moment('expires_at'),
    },
    t => [index('credentials_member').on(t.communityId, t.memberId)],
  )

  const signInFailures = table('sign_in_failures', {
    subject: text('subject').notNull().primaryKey(),
    since: moment('since').notNull(),
    count: whole('count').notNull(),
  })

  const findings = table(
    'findings',
    {
      communityId: community(),
      id: id(),
      number: text('number').notNull(),
      version: version(),
      machineVersion: whole('machine_version').notNull(),
      state: text('state').notNull(),
      clock: text('clock').notNull(),
      /** Where the clock of the present stage stands; a finding last stepped by machine version 1 is `unwatched`. */
      stageClock: text('stage_clock').notNull().default('unwatched'),
      context: json('context').notNull(),
      categoryCode: text('category_code').notNull(),
      severity: text('severity').notNull(),
      source: text('source').notNull(),
      placeId: text('place_id'),
      placePath: text('place_path').notNull(),
      unitId: text('unit_id'),
      handlerId: text('handler_id'),
      reporterId: text('reporter_id'),
      patrolId: text('patrol_id'),
      reportedAt: moment('reported_at').notNull(),
      /** Due date of the unit while it has the finding and has not handed in; null otherwise. */
      openDueAt: moment('open_due_at'),
      /** Due date of closing while open and not suspended; null otherwise. */
      openCloseDueAt: moment('open_close_due_at'),
      dueAt: moment('due_at'),
      closeDueAt: moment('close_due_at'),
      handledAt: moment('handled_at'),
      closedAt: moment('closed_at'),
      extended: flag('extended').notNull(),
      /** The finding that this one was merged into. */
      mergedInto: text('merged_into'),
      /** The finding at the same spot that was fixed last before this one was seen, when its fix was closed, and for how many milliseconds it held. */
      fixOf: text('fix_of'),
      fixClosedAt: moment('fix_closed_at'),
      fixHeldMs: whole('fix_held_ms'),
      description: text('description').notNull(),
      address: text('address'),
      lat: real('lat'),
      lng: real('lng'),
      datum: text('datum'),
      salt: text('salt').notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      index('findings_reported').on(t.communityId, t.reportedAt, t.id),
      // What is overdue is counted for somebody, and split up, from these alone: however many there are.
      index('findings_open_due')
        .on(
          t.communityId,
          t.openDueAt,
          t.id,
          t.placePath,
          t.categoryCode,
          t.unitId,
          t.source,
          t.reporterId,
          t.reportedAt,
        )
        .where(sql`${t.openDueAt} is not null`),
      index('findings_open_close_due')
        .on(
          t.communityId,
          t.openCloseDueAt,
          t.extended,
          t.placePath,
          t.categoryCode,
          t.unitId,
          t.source,
          t.reporterId,
          t.reportedAt,
        )
        .where(sql`${t.openCloseDueAt} is not null`),
      index('findings_open')
        .on(t.communityId, t.placePath, t.categoryCode, t.unitId, t.source)
        .where(isOpen(t.state)),
      index('findings_closed').on(t.communityId, t.closedAt, t.id).where(sql`${t.closedAt} is not null`),
      index('findings_unit')
        .on(t.communityId, t.unitId, t.reportedAt, t.id)
        .where(sql`${t.unitId} is not null`),
      index('findings_patrol').on(t.communityId, t.patrolId).where(sql`${t.patrolId} is not null`),
      // A spot is a leaf category at a place: what is open there, and what was closed lately.
      index('findings_spot')
        .on(t.communityId, t.placeId, t.categoryCode, t.closedAt, t.id)
        .where(sql`${t.placeId} is not null`),
      index('findings_merged').on(t.communityId, t.mergedInto).where(sql`${t.mergedInto} is not null`),
      index('findings_fix').on(t.communityId, t.fixClosedAt).where(sql`${t.fixClosedAt} is not null`),
    ],
  )

  const patrols = table(
    'patrols',
    {
      communityId: community(),
      id: id(),
      version: version(),
      machineVersion: whole('machine_version').notNull(),
      state: text('state').notNull(),
      context: json('context').notNull(),
      theme: text('theme').notNull(),
      placeId: text('place_id').notNull(),
      placePath: text('place_path').notNull(),
      squadId: text('squad_id'),
      leadId: text('lead_id'),
      planId: text('plan_id'),
      /** The missed or cancelled patrol that this one makes up for. */
      makesUp: text('makes_up'),
      createdAt: moment('created_at').notNull(),
      windowStart: moment('window_start'),
      windowEnd: moment('window_end'),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      index('patrols_created').on(t.communityId, t.createdAt, t.id),
      index('patrols_window').on(t.communityId, t.windowStart).where(sql`${t.windowStart} is not null`),
      index('patrols_plan').on(t.communityId, t.planId).where(sql`${t.planId} is not null`),
    ],
  )

  /**
   * What is odd about a patrol or a finding: for people to look at, never a verdict. Written by the step that raises
   * it. Its name in SQL, and that of the record's id, are from the time when only patrols had flags.
   */
  const flags = table(
    'patrol_flags',
    {
      communityId: community(),
      recordId: text('patrol_id').notNull(),
      /** patrol, finding. */
      recordType: text('record_type').notNull().default('patrol'),
      flag: text('flag').notNull(),
      placePath: text('place_path').notNull(),
      /** The squad that walked, or that found it on a walk. */
      squadId: text('squad_id'),
      raisedAt: moment('raised_at').notNull(),
      lookedAt: moment('looked_at'),
      lookedBy: text('looked_by'),
      /** What whoever looked makes of it. */
      note: text('note'),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.recordId, t.flag] }),
      index('patrol_flags_raised').on(t.communityId, t.raisedAt, t.recordId, t.flag),
    ],
  )

  /** Whether a member agrees that their way on a patrol is recorded, and to which words. */
  const trackConsents = table(
    'track_consents',
    {
      communityId: community(),
      memberId: text('member_id').notNull(),
      wording: whole('wording').notNull(),
      givenAt: moment('given_at').notNull(),
      withdrawnAt: moment('withdrawn_at'),
    },
    t => [primaryKey({ columns: [t.communityId, t.memberId] })],
  )

  /** Where a walker was and when: sensitive, kept for thirty days. */
  const trackPoints = table(
    'track_points',
    {
      communityId: community(),
      patrolId: text('patrol_id').notNull(),
      memberId: text('member_id').notNull(),
      at: moment('at').notNull(),
      /** Latitude, longitude and how far off it may be in metres, as a JSON list. */
      spot: text('spot').$type<Sealed>().notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.patrolId, t.memberId, t.at] }),
      index('track_points_member').on(t.communityId, t.memberId),
      index('track_points_age').on(t.communityId, t.at),
      // For the sweep, which asks for the oldest of the installation.
      index('track_points_at').on(t.at),
    ],
  )

  /** Where a walker stood who started or checked in, by the step that they took: sensitive, kept for thirty days. */
  const patrolSpots = table(
    'patrol_spots',
    {
      communityId: community(),
      patrolId: text('patrol_id').notNull(),
      /** Of the patrol after the step, as in the journal. */
      version: version(),
      memberId: text('member_id').notNull(),
      at: moment('at').notNull(),
      /** What the hash in the journal was made with. */
      salt: text('salt').notNull(),
      /** Latitude and longitude, a space between. */
      spot: text('spot').$type<Sealed>().notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.patrolId, t.version] }),
      index('patrol_spots_member').on(t.communityId, t.memberId),
      index('patrol_spots_age').on(t.communityId, t.at),
      // For the sweep, which asks for the oldest of the installation.
      index('patrol_spots_at').on(t.at),
    ],
  )

  /** Closed findings that another squad is to look at again, and what it found. */
  const rechecks = table(
    'rechecks',
    {
      communityId: community(),
      id: id(),
      findingId: text('finding_id').notNull(),
      /** The squad that is to go. */
      squadId: text('squad_id').notNull(),
      placePath: text('place_path').notNull(),
      offeredAt: moment('offered_at').notNull(),
      /** Until when a result is taken. */
      dueAt: moment('due_at').notNull(),
      /** offered, ok, not_ok, unable, withdrawn. */
      state: text('state').notNull(),
      doneAt: moment('done_at'),
      doneBy: text('done_by'),
      note: text('note'),
      photoIds: json('photo_ids').notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      index('rechecks_squad').on(t.communityId, t.squadId, t.id),
      index('rechecks_finding').on(t.communityId, t.findingId),
    ],
  )

  /** A spot where a walk stops, with a code on the wall. */
  const checkpoints = table(
    'checkpoints',
    {
      communityId: community(),
      id: id(),
      placeId: text('place_id').notNull(),
      placePath: text('place_path').notNull(),
      name: text('name').notNull(),
      /** Printed on the sheet, so kept as it is: a code on a wall is no secret. */
      code: text('code').notNull(),
      /** Shows a code that changes every few minutes instead of a printed one. */
      rotating: flag('rotating').notNull(),
      lat: real('lat'),
      lng: real('lng'),
      radiusM: whole('radius_m').notNull(),
      active: flag('active').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] })],
  )

  const routes = table(
    'routes',
    {
      communityId: community(),
      id: id(),
      placeId: text('place_id').notNull(),
      placePath: text('place_path').notNull(),
      name: text('name').notNull(),
      active: flag('active').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] })],
  )

  /** The stops of a route as each of its versions had them: a patrol is walked as it was planned. */
  const routeVersions = table(
    'route_versions',
    {
      communityId: community(),
      routeId: text('route_id').notNull(),
      version: version(),
      stops: json('stops').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.routeId, t.version] })],
  )

  const patrolPlans = table(
    'patrol_plans',
    {
      communityId: community(),
      id: id(),
      name: text('name').notNull(),
      theme: text('theme').notNull(),
      placeId: text('place_id').notNull(),
      placePath: text('place_path').notNull(),
      routeId: text('route_id'),
      squadId: text('squad_id'),
      joint: flag('joint').notNull(),
      minMembers: whole('min_members').notNull(),
      /** RRULE (RFC 5545) over local days. */
      rule: text('rule').notNull(),
      startDay: day('start_day').notNull(),
      /** Local times of day, HH:MM, as JSON. */
      startTimes: json('start_times').notNull(),
      windowMs: whole('window_ms').notNull(),
      exceptDays: json('except_days').notNull(),
      extraDays: json('extra_days').notNull(),
      onHolidays: flag('on_holidays').notNull(),
      onMakeUpDays: flag('on_make_up_days').notNull(),
      active: flag('active').notNull(),
      /** Patrols of all slots before this moment are made. */
      plannedUntil: moment('planned_until').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] })],
  )

  /** Which patrol a plan's slot became: the row is what makes it one, however many processes plan. */
  const planSlots = table(
    'plan_slots',
    {
      communityId: community(),
      planId: text('plan_id').notNull(),
      /** Local day and time, YYYY-MM-DDTHH:MM. */
      slot: text('slot').notNull(),
      patrolId: text('patrol_id').notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.planId, t.slot] }),
      index('plan_slots_patrol').on(t.communityId, t.patrolId),
    ],
  )

  /** Calendar feeds: whoever knows the token reads one member's or squad's patrols. */
  const calendarFeeds = table(
    'calendar_feeds',
    {
      hash: text('hash').notNull().primaryKey(),
      id: id(),
      communityId: community(),
      memberId: text('member_id').notNull(),
      /** Null: the member's own patrols. */
      squadId: text('squad_id'),
      createdAt: moment('created_at').notNull(),
    },
    t => [index('calendar_feeds_member').on(t.communityId, t.memberId, t.id)],
  )

  /** Secrets that the server signs with, one a community and purpose. */
  const signingSecrets = table(
    'signing_secrets',
    { communityId: community(), purpose: text('purpose').notNull(), secret: text('secret').notNull() },
    t => [primaryKey({ columns: [t.communityId, t.purpose] })],
  )

  const patrolMembers = table(
    'patrol_members',
    {
      communityId: community(),
      memberId: text('member_id').notNull(),
      patrolId: text('patrol_id').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.memberId, t.patrolId] })],
  )

  const journal = table(
    'journal',
    {
      communityId: community(),
      seq: whole('seq').notNull(),
      recordType: text('record_type').notNull(),
      recordId: text('record_id').notNull(),
      version: version(),
      at: moment('at').notNull(),
      actorId: text('actor_id'),
      actingRole: text('acting_role').notNull(),
      event: text('event').notNull(),
      fromState: text('from_state'),
      toState: text('to_state').notNull(),
      payload: json('payload').notNull(),
      machineVersion: whole('machine_version').notNull(),
      causedBy: whole('caused_by'),
      hash: text('hash').notNull(),
      prevHash: text('prev_hash').notNull(),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.seq] }),
      uniqueIndex('journal_record').on(t.communityId, t.recordId, t.version),
    ],
  )

  /** The words behind the hashes of the journal; deleting a row erases them and leaves the chain whole. */
  const texts = table(
    'texts',
    {
      communityId: community(),
      recordId: text('record_id').notNull(),
      version: version(),
      field: text('field').notNull(),
      salt: text('salt').notNull(),
      words: text('words').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.recordId, t.version, t.field] })],
  )

  /** Where each community's chains stand, and how many findings it has numbered this year. */
  const chainHeads = table('chain_heads', {
    communityId: community().primaryKey(),
    seq: whole('seq').notNull(),
    hash: text('hash').notNull(),
    auditSeq: whole('audit_seq').notNull(),
    auditHash: text('audit_hash').notNull(),
    numberYear: whole('number_year').notNull(),
    numberCount: whole('number_count').notNull(),
  })

  const auditLog = table(
    'audit_log',
    {
      communityId: community(),
      seq: whole('seq').notNull(),
      at: moment('at').notNull(),
      actorId: text('actor_id'),
      action: text('action').notNull(),
      object: text('object').notNull(),
      details: json('details').notNull(),
      requestId: text('request_id'),
      hash: text('hash').notNull(),
      prevHash: text('prev_hash').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.seq] })],
  )

  const timers = table(
    'timers',
    {
      communityId: community(),
      recordId: text('record_id').notNull(),
      name: text('name').notNull(),
      recordType: text('record_type').notNull(),
      fireAt: moment('fire_at').notNull(),
      /** Later than `fireAt` only after a failed attempt. */
      tryAt: moment('try_at').notNull(),
      /** The record's version when the timer was set: a replaced timer that still rings is ignored. */
      token: whole('token').notNull(),
      attempts: whole('attempts').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.recordId, t.name] }), index('timers_try').on(t.tryAt)],
  )

  /** Notices that a step owes to the outside. Who heard it within the system stands in `inbox` under the same words. */
  const outbox = table(
    'outbox',
    {
      communityId: community(),
      id: id(),
      /** What the notice is about: an event such as `dispatched`, or the duty that a rung reminds of, such as `handle`. */
      topic: text('topic').notNull(),
      /** Rung of the ladder, such as `overdue`; empty for a plain notice. */
      rung: text('rung').notNull().default(''),
      /** How far an unanswered rung has climbed; 0 when it is first told. */
      level: whole('level').notNull().default(0),
      /** Which round of this notice: the due moment that a rung reminds of, the record's version for a plain notice. */
      round: whole('round').notNull().default(0),
      recordType: text('record_type').notNull(),
      recordId: text('record_id').notNull(),
      version: version(),
      createdAt: moment('created_at').notNull(),
      doneAt: moment('done_at'),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      index('outbox_waiting').on(t.createdAt).where(sql`${t.doneAt} is null`),
    ],
  )

  /** What a member is told within the system; written by the step that tells it, so exactly once. */
  const inbox = table(
    'inbox',
    {
      communityId: community(),
      memberId: text('member_id').notNull(),
      id: id(),
      at: moment('at').notNull(),
      topic: text('topic').notNull(),
      rung: text('rung').notNull(),
      level: whole('level').notNull(),
      round: whole('round').notNull(),
      recordType: text('record_type').notNull(),
      recordId: text('record_id').notNull(),
      readAt: moment('read_at'),
      acknowledgedAt: moment('acknowledged_at'),
      acknowledgedBy: text('acknowledged_by'),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.memberId, t.id] }),
      uniqueIndex('inbox_once').on(t.communityId, t.recordId, t.topic, t.rung, t.round, t.level, t.memberId),
      index('inbox_unread').on(t.communityId, t.memberId).where(sql`${t.readAt} is null`),
    ],
  )

  /** Rungs that wait for somebody to acknowledge them; the timer `ladder.<topic>.<rung>` says when they climb. */
  const ladders = table(
    'ladders',
    {
      communityId: community(),
      recordId: text('record_id').notNull(),
      topic: text('topic').notNull(),
      rung: text('rung').notNull(),
      recordType: text('record_type').notNull(),
      round: whole('round').notNull(),
      level: whole('level').notNull(),
      acknowledgedAt: moment('acknowledged_at'),
      acknowledgedBy: text('acknowledged_by'),
    },
    t => [primaryKey({ columns: [t.communityId, t.recordId, t.topic, t.rung] })],
  )

  /** How a member wants to be told outside the system; without a row nothing leaves it. */
  const subscriptions = table(
    'subscriptions',
    {
      communityId: community(),
      memberId: text('member_id').notNull(),
      language: text('language').notNull(),
      email: text('email').$type<Sealed>(),
      /** Which notices go by e-mail: off, urgent, reminders, all. */
      mail: text('mail').notNull(),
      /** Local times of day, HH:MM: nothing leaves from `quietFrom` to `quietTo`, which may lie across midnight. */
      quietFrom: text('quiet_from'),
      quietTo: text('quiet_to'),
      /** Local time of day of a daily digest, HH:MM; null sends as it happens. */
      digestAt: text('digest_at'),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.memberId] })],
  )

  /** Addresses of other systems that hear of what happens: Standard Webhooks, or the robot of a chat group. */
  const webhooks = table(
    'webhooks',
    {
      communityId: community(),
      id: id(),
      /** standard, wecom. */
      format: text('format').notNull(),
      url: text('url').notNull(),
      secret: text('secret').notNull(),
      /** The secret before the last change; what is sent is signed with it too until then. */
      previousSecret: text('previous_secret'),
      previousUntil: moment('previous_until'),
      /** Topics it hears, as JSON; null hears all. */
      events: json('events'),
      description: text('description'),
      language: text('language').notNull(),
      active: flag('active').notNull(),
      createdAt: moment('created_at').notNull(),
      version: version(),
    },
    t => [primaryKey({ columns: [t.communityId, t.id] })],
  )

  /** One sending of one notice to one target outside; its id stays the same over all attempts. */
  const deliveries = table(
    'deliveries',
    {
      communityId: community(),
      id: id(),
      noticeId: text('notice_id').notNull(),
      /** email, webhook, wecom. */
      channel: text('channel').notNull(),
      /** The member for e-mail, the webhook for the others. */
      targetId: text('target_id').notNull(),
      topic: text('topic').notNull(),
      rung: text('rung').notNull(),
      level: whole('level').notNull(),
      round: whole('round').notNull(),
      recordType: text('record_type').notNull(),
      recordId: text('record_id').notNull(),
      /** Passes quiet hours and the pause between two mails. */
      urgent: flag('urgent').notNull().default(false),
      createdAt: moment('created_at').notNull(),
      /** When it is tried next; while it is taken up, when its lease ends. Null once it is sent or dead. */
      nextAt: moment('next_at'),
      /** The message it was put into, named by the first of its deliveries: it stays in it over all attempts. */
      messageId: text('message_id'),
      attempts: whole('attempts').notNull(),
      /** waiting, sent, dead. */
      state: text('state').notNull(),
      /** Raised whenever somebody takes it up: a mark with an older fence comes from a sender that lost its lease. */
      fence: whole('fence').notNull(),
      leaseUntil: moment('lease_until'),
      sentAt: moment('sent_at'),
      lastError: text('last_error'),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      uniqueIndex('deliveries_once').on(t.communityId, t.noticeId, t.channel, t.targetId),
      index('deliveries_due')
        .on(t.channel, t.communityId, t.targetId, t.nextAt, t.urgent, t.messageId)
        .where(sql`${t.nextAt} is not null`),
      index('deliveries_target').on(t.communityId, t.targetId, t.id),
      index('deliveries_dead').on(t.communityId, t.id).where(sql`${t.state} = 'dead'`),
      index('deliveries_settled').on(t.createdAt).where(sql`${t.nextAt} is null`),
      // For whoever watches: what left lately is counted without reading the rest.
      index('deliveries_sent').on(t.sentAt).where(sql`${t.sentAt} is not null`),
    ],
  )

  /** How many messages one target got since a moment: what comes faster than it may waits. */
  const paces = table(
    'paces',
    {
      communityId: community(),
      channel: text('channel').notNull(),
      targetId: text('target_id').notNull(),
      since: moment('since').notNull(),
      count: whole('count').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.channel, t.targetId] })],
  )

  /** Who does a piece of work that one process at a time should do, and until when (milliseconds since 1970). */
  const leases = table('leases', {
    name: text('name').notNull().primaryKey(),
    holder: text('holder').notNull(),
    /** Raised with every new holder: what an older holder wants to write is refused. */
    fence: whole('fence').notNull(),
    until: moment('until').notNull(),
  })

  const counters = Object.fromEntries(
    COUNTERS.flatMap(name => [
      [`e_${name}`, whole(`e_${name}`).notNull().default(0)],
      [`c_${name}`, whole(`c_${name}`).notNull().default(0)],
    ]),
  ) as Record<`${'e' | 'c'}_${Counter}`, ReturnType<typeof countColumn>>
  const countColumn = () => whole('').notNull().default(0)
  const rollups = table(
    'rollups',
    { communityId: community(), scopeId: text('scope_id').notNull(), day: day('day').notNull(), ...counters },
    t => [primaryKey({ columns: [t.communityId, t.scopeId, t.day] })],
  )

  const idempotency = table(
    'idempotency',
    {
      memberId: text('member_id').notNull(),
      route: text('route').notNull(),
      key: text('key').notNull(),
      fingerprint: text('fingerprint').notNull(),
      status: whole('status').notNull(),
      body: text('body').notNull(),
      at: moment('at').notNull(),
      /** The member that it tells of, if it does: then `body` is sealed, with the fingerprint in it. */
      aboutId: text('about_id'),
    },
    t => [
      primaryKey({ columns: [t.memberId, t.route, t.key] }),
      index('idempotency_at').on(t.at),
      index('idempotency_about').on(t.aboutId).where(sql`${t.aboutId} is not null`),
    ],
  )

  /** How the columns of a community's files were read the last time, by what they are a list of. */
  const importMappings = table(
    'import_mappings',
    { communityId: community(), kind: text('kind').notNull(), mapping: json('mapping').notNull() },
    t => [primaryKey({ columns: [t.communityId, t.kind] })],
  )

  /** What a client sent under an id of its own, so that sending it again is recognised. */
  const clientIds = table(
    'client_ids',
    {
      communityId: community(),
      id: id(),
      kind: text('kind').notNull(),
      fingerprint: text('fingerprint').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.kind, t.id] })],
  )

  const photos = table(
    'photos',
    {
      communityId: community(),
      id: id(),
      sha256: text('sha256').notNull(),
      width: whole('width').notNull(),
      height: whole('height').notNull(),
      bytes: whole('bytes').notNull(),
      takenAt: text('taken_at'),
      flags: json('flags').notNull(),
      /** What it looks like; null when too little is on it, and for photos from before looks were taken. */
      outline: text('outline'),
      grain: text('grain'),
      uploaderId: text('uploader_id').notNull(),
      uploadedAt: moment('uploaded_at').notNull(),
      /** When the original's time was over; what is served stays. */
      originalGoneAt: moment('original_gone_at'),
    },
    t => [
      primaryKey({ columns: [t.communityId, t.id] }),
      index('photos_sha256').on(t.communityId, t.sha256),
      index('photos_original').on(t.uploadedAt).where(sql`${t.originalGoneAt} is null`),
    ],
  )

  /** The outlines of photos by their bands: two that are alike share a band, so likeness is found through the key. */
  const photoBands = table(
    'photo_bands',
    {
      communityId: community(),
      band: whole('band').notNull(),
      photoId: text('photo_id').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.band, t.photoId] })],
  )

  const recordPhotos = table(
    'record_photos',
    {
      communityId: community(),
      photoId: text('photo_id').notNull(),
      recordId: text('record_id').notNull(),
      role: text('role').notNull(),
    },
    t => [primaryKey({ columns: [t.communityId, t.photoId, t.recordId, t.role] })],
  )

  return {
    communities,
    categories,
    places,
    units,
    squads,
    members,
    memberRoles,
    credentials,
    signInFailures,
    findings,
    patrols,
    patrolMembers,
    flags,
    trackConsents,
    trackPoints,
    patrolSpots,
    rechecks,
    checkpoints,
    routes,
    routeVersions,
    patrolPlans,
    planSlots,
    calendarFeeds,
    signingSecrets,
    journal,
    texts,
    chainHeads,
    auditLog,
    timers,
    outbox,
    inbox,
    ladders,
    subscriptions,
    webhooks,
    deliveries,
    paces,
    leases,
    rollups,
    idempotency,
    importMappings,
    clientIds,
    photos,
    photoBands,
    recordPhotos,
  }
}
