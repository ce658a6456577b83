CREATE TABLE "audit_log" (
	"community_id" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	"actor_id" text collate "C",
	"action" text collate "C" NOT NULL,
	"object" text collate "C" NOT NULL,
	"details" text collate "C" NOT NULL,
	"request_id" text collate "C",
	"hash" text collate "C" NOT NULL,
	"prev_hash" text collate "C" NOT NULL,
	CONSTRAINT "audit_log_community_id_seq_pk" PRIMARY KEY("community_id","seq")
);
--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"id" text collate "C" NOT NULL,
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"squad_id" text collate "C",
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"community_id" text collate "C" NOT NULL,
	"code" text collate "C" NOT NULL,
	"domain_code" text collate "C" NOT NULL,
	"domain_zh" text collate "C" NOT NULL,
	"name_zh" text collate "C" NOT NULL,
	"name_en" text collate "C" NOT NULL,
	"severity" text collate "C" NOT NULL,
	"limit_ms" bigint NOT NULL,
	"limit_basis" text collate "C" NOT NULL,
	"default_role" text collate "C" NOT NULL,
	"on_the_spot" boolean NOT NULL,
	"public" boolean NOT NULL,
	"active" boolean NOT NULL,
	"details" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "categories_community_id_code_pk" PRIMARY KEY("community_id","code")
);
--> statement-breakpoint
CREATE TABLE "chain_heads" (
	"community_id" text collate "C" PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text collate "C" NOT NULL,
	"audit_seq" bigint NOT NULL,
	"audit_hash" text collate "C" NOT NULL,
	"number_year" bigint NOT NULL,
	"number_count" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"place_id" text collate "C" NOT NULL,
	"place_path" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"code" text collate "C" NOT NULL,
	"rotating" boolean NOT NULL,
	"lat" double precision,
	"lng" double precision,
	"radius_m" bigint NOT NULL,
	"active" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "checkpoints_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "client_ids" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"fingerprint" text collate "C" NOT NULL,
	CONSTRAINT "client_ids_community_id_kind_id_pk" PRIMARY KEY("community_id","kind","id")
);
--> statement-breakpoint
CREATE TABLE "communities" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"code" text collate "C" NOT NULL,
	"town" text collate "C",
	"time_zone" text collate "C" NOT NULL,
	"root_place_id" text collate "C" NOT NULL,
	"policy" text collate "C" NOT NULL,
	"calendar" text collate "C" NOT NULL,
	"active" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "communities_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"name" text collate "C",
	"created_at" bigint NOT NULL,
	"expires_at" bigint
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"notice_id" text collate "C" NOT NULL,
	"channel" text collate "C" NOT NULL,
	"target_id" text collate "C" NOT NULL,
	"topic" text collate "C" NOT NULL,
	"rung" text collate "C" NOT NULL,
	"level" bigint NOT NULL,
	"round" bigint NOT NULL,
	"record_type" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"urgent" boolean DEFAULT false NOT NULL,
	"created_at" bigint NOT NULL,
	"next_at" bigint,
	"message_id" text collate "C",
	"attempts" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"fence" bigint NOT NULL,
	"lease_until" bigint,
	"sent_at" bigint,
	"last_error" text collate "C",
	CONSTRAINT "deliveries_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"number" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"machine_version" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"clock" text collate "C" NOT NULL,
	"stage_clock" text collate "C" DEFAULT 'unwatched' NOT NULL,
	"context" text collate "C" NOT NULL,
	"category_code" text collate "C" NOT NULL,
	"severity" text collate "C" NOT NULL,
	"source" text collate "C" NOT NULL,
	"place_id" text collate "C",
	"place_path" text collate "C" NOT NULL,
	"unit_id" text collate "C",
	"handler_id" text collate "C",
	"reporter_id" text collate "C",
	"patrol_id" text collate "C",
	"reported_at" bigint NOT NULL,
	"open_due_at" bigint,
	"open_close_due_at" bigint,
	"due_at" bigint,
	"close_due_at" bigint,
	"handled_at" bigint,
	"closed_at" bigint,
	"extended" boolean NOT NULL,
	"description" text collate "C" NOT NULL,
	"address" text collate "C",
	"lat" double precision,
	"lng" double precision,
	"datum" text collate "C",
	"salt" text collate "C" NOT NULL,
	CONSTRAINT "findings_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"member_id" text collate "C" NOT NULL,
	"route" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"fingerprint" text collate "C" NOT NULL,
	"status" bigint NOT NULL,
	"body" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "idempotency_member_id_route_key_pk" PRIMARY KEY("member_id","route","key")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"topic" text collate "C" NOT NULL,
	"rung" text collate "C" NOT NULL,
	"level" bigint NOT NULL,
	"round" bigint NOT NULL,
	"record_type" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"read_at" bigint,
	"acknowledged_at" bigint,
	"acknowledged_by" text collate "C",
	CONSTRAINT "inbox_community_id_member_id_id_pk" PRIMARY KEY("community_id","member_id","id")
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"community_id" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"record_type" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"at" bigint NOT NULL,
	"actor_id" text collate "C",
	"acting_role" text collate "C" NOT NULL,
	"event" text collate "C" NOT NULL,
	"from_state" text collate "C",
	"to_state" text collate "C" NOT NULL,
	"payload" text collate "C" NOT NULL,
	"machine_version" bigint NOT NULL,
	"caused_by" bigint,
	"hash" text collate "C" NOT NULL,
	"prev_hash" text collate "C" NOT NULL,
	CONSTRAINT "journal_community_id_seq_pk" PRIMARY KEY("community_id","seq")
);
--> statement-breakpoint
CREATE TABLE "ladders" (
	"community_id" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"topic" text collate "C" NOT NULL,
	"rung" text collate "C" NOT NULL,
	"record_type" text collate "C" NOT NULL,
	"round" bigint NOT NULL,
	"level" bigint NOT NULL,
	"acknowledged_at" bigint,
	"acknowledged_by" text collate "C",
	CONSTRAINT "ladders_community_id_record_id_topic_rung_pk" PRIMARY KEY("community_id","record_id","topic","rung")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"holder" text collate "C" NOT NULL,
	"fence" bigint NOT NULL,
	"until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member_roles" (
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"role" text collate "C" NOT NULL,
	"place_id" text collate "C" NOT NULL,
	CONSTRAINT "member_roles_community_id_member_id_role_place_id_pk" PRIMARY KEY("community_id","member_id","role","place_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"login" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"phone" text collate "C",
	"affiliation" text collate "C" NOT NULL,
	"unit_id" text collate "C",
	"password_hash" text collate "C" NOT NULL,
	"active" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "members_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"topic" text collate "C" NOT NULL,
	"rung" text collate "C" DEFAULT '' NOT NULL,
	"level" bigint DEFAULT 0 NOT NULL,
	"round" bigint DEFAULT 0 NOT NULL,
	"record_type" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"done_at" bigint,
	CONSTRAINT "outbox_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "paces" (
	"community_id" text collate "C" NOT NULL,
	"channel" text collate "C" NOT NULL,
	"target_id" text collate "C" NOT NULL,
	"since" bigint NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "paces_community_id_channel_target_id_pk" PRIMARY KEY("community_id","channel","target_id")
);
--> statement-breakpoint
CREATE TABLE "patrol_flags" (
	"community_id" text collate "C" NOT NULL,
	"patrol_id" text collate "C" NOT NULL,
	"flag" text collate "C" NOT NULL,
	"place_path" text collate "C" NOT NULL,
	"raised_at" bigint NOT NULL,
	"looked_at" bigint,
	"looked_by" text collate "C",
	CONSTRAINT "patrol_flags_community_id_patrol_id_flag_pk" PRIMARY KEY("community_id","patrol_id","flag")
);
--> statement-breakpoint
CREATE TABLE "patrol_members" (
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"patrol_id" text collate "C" NOT NULL,
	CONSTRAINT "patrol_members_community_id_member_id_patrol_id_pk" PRIMARY KEY("community_id","member_id","patrol_id")
);
--> statement-breakpoint
CREATE TABLE "patrol_plans" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"theme" text collate "C" NOT NULL,
	"place_id" text collate "C" NOT NULL,
	"place_path" text collate "C" NOT NULL,
	"route_id" text collate "C",
	"squad_id" text collate "C",
	"joint" boolean NOT NULL,
	"min_members" bigint NOT NULL,
	"rule" text collate "C" NOT NULL,
	"start_day" text collate "C" NOT NULL,
	"start_times" text collate "C" NOT NULL,
	"window_ms" bigint NOT NULL,
	"except_days" text collate "C" NOT NULL,
	"extra_days" text collate "C" NOT NULL,
	"on_holidays" boolean NOT NULL,
	"on_make_up_days" boolean NOT NULL,
	"active" boolean NOT NULL,
	"planned_until" bigint NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "patrol_plans_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "patrols" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"machine_version" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"context" text collate "C" NOT NULL,
	"theme" text collate "C" NOT NULL,
	"place_id" text collate "C" NOT NULL,
	"place_path" text collate "C" NOT NULL,
	"squad_id" text collate "C",
	"lead_id" text collate "C",
	"plan_id" text collate "C",
	"makes_up" text collate "C",
	"created_at" bigint NOT NULL,
	"window_start" bigint,
	"window_end" bigint,
	CONSTRAINT "patrols_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"sha256" text collate "C" NOT NULL,
	"width" bigint NOT NULL,
	"height" bigint NOT NULL,
	"bytes" bigint NOT NULL,
	"taken_at" text collate "C",
	"flags" text collate "C" NOT NULL,
	"uploader_id" text collate "C" NOT NULL,
	"uploaded_at" bigint NOT NULL,
	CONSTRAINT "photos_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "places" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"parent_id" text collate "C",
	"kind" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"code" text collate "C" NOT NULL,
	"path" text collate "C" NOT NULL,
	"name_path" text collate "C" NOT NULL,
	"counted_places" text collate "C" NOT NULL,
	"grid_id" text collate "C",
	"lat" double precision,
	"lng" double precision,
	"active" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "places_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_slots" (
	"community_id" text collate "C" NOT NULL,
	"plan_id" text collate "C" NOT NULL,
	"slot" text collate "C" NOT NULL,
	"patrol_id" text collate "C" NOT NULL,
	CONSTRAINT "plan_slots_community_id_plan_id_slot_pk" PRIMARY KEY("community_id","plan_id","slot")
);
--> statement-breakpoint
CREATE TABLE "record_photos" (
	"community_id" text collate "C" NOT NULL,
	"photo_id" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"role" text collate "C" NOT NULL,
	CONSTRAINT "record_photos_community_id_photo_id_record_id_role_pk" PRIMARY KEY("community_id","photo_id","record_id","role")
);
--> statement-breakpoint
CREATE TABLE "rollups" (
	"community_id" text collate "C" NOT NULL,
	"scope_id" text collate "C" NOT NULL,
	"day" text collate "C" NOT NULL,
	"e_reported" bigint DEFAULT 0 NOT NULL,
	"c_reported" bigint DEFAULT 0 NOT NULL,
	"e_valid" bigint DEFAULT 0 NOT NULL,
	"c_valid" bigint DEFAULT 0 NOT NULL,
	"e_triaged" bigint DEFAULT 0 NOT NULL,
	"c_triaged" bigint DEFAULT 0 NOT NULL,
	"e_registered" bigint DEFAULT 0 NOT NULL,
	"c_registered" bigint DEFAULT 0 NOT NULL,
	"e_rejected" bigint DEFAULT 0 NOT NULL,
	"c_rejected" bigint DEFAULT 0 NOT NULL,
	"e_void" bigint DEFAULT 0 NOT NULL,
	"c_void" bigint DEFAULT 0 NOT NULL,
	"e_merged" bigint DEFAULT 0 NOT NULL,
	"c_merged" bigint DEFAULT 0 NOT NULL,
	"e_selfHandled" bigint DEFAULT 0 NOT NULL,
	"c_selfHandled" bigint DEFAULT 0 NOT NULL,
	"e_dispatched" bigint DEFAULT 0 NOT NULL,
	"c_dispatched" bigint DEFAULT 0 NOT NULL,
	"e_handled" bigint DEFAULT 0 NOT NULL,
	"c_handled" bigint DEFAULT 0 NOT NULL,
	"e_handledInTime" bigint DEFAULT 0 NOT NULL,
	"c_handledInTime" bigint DEFAULT 0 NOT NULL,
	"e_closed" bigint DEFAULT 0 NOT NULL,
	"c_closed" bigint DEFAULT 0 NOT NULL,
	"e_closedInTime" bigint DEFAULT 0 NOT NULL,
	"c_closedInTime" bigint DEFAULT 0 NOT NULL,
	"e_closedReworked" bigint DEFAULT 0 NOT NULL,
	"c_closedReworked" bigint DEFAULT 0 NOT NULL,
	"e_closedExtended" bigint DEFAULT 0 NOT NULL,
	"c_closedExtended" bigint DEFAULT 0 NOT NULL,
	"e_closedForced" bigint DEFAULT 0 NOT NULL,
	"c_closedForced" bigint DEFAULT 0 NOT NULL,
	"e_found" bigint DEFAULT 0 NOT NULL,
	"c_found" bigint DEFAULT 0 NOT NULL,
	"e_rectified" bigint DEFAULT 0 NOT NULL,
	"c_rectified" bigint DEFAULT 0 NOT NULL,
	"e_overdue" bigint DEFAULT 0 NOT NULL,
	"c_overdue" bigint DEFAULT 0 NOT NULL,
	"e_returned" bigint DEFAULT 0 NOT NULL,
	"c_returned" bigint DEFAULT 0 NOT NULL,
	"e_patrols" bigint DEFAULT 0 NOT NULL,
	"c_patrols" bigint DEFAULT 0 NOT NULL,
	"e_patrolsMissed" bigint DEFAULT 0 NOT NULL,
	"c_patrolsMissed" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "rollups_community_id_scope_id_day_pk" PRIMARY KEY("community_id","scope_id","day")
);
--> statement-breakpoint
CREATE TABLE "route_versions" (
	"community_id" text collate "C" NOT NULL,
	"route_id" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"stops" text collate "C" NOT NULL,
	CONSTRAINT "route_versions_community_id_route_id_version_pk" PRIMARY KEY("community_id","route_id","version")
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"place_id" text collate "C" NOT NULL,
	"place_path" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"active" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "routes_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"subject" text collate "C" PRIMARY KEY NOT NULL,
	"since" bigint NOT NULL,
	"count" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_secrets" (
	"community_id" text collate "C" NOT NULL,
	"purpose" text collate "C" NOT NULL,
	"secret" text collate "C" NOT NULL,
	CONSTRAINT "signing_secrets_community_id_purpose_pk" PRIMARY KEY("community_id","purpose")
);
--> statement-breakpoint
CREATE TABLE "squads" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"lead_id" text collate "C" NOT NULL,
	"member_ids" text collate "C" NOT NULL,
	"active" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "squads_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"language" text collate "C" NOT NULL,
	"email" text collate "C",
	"mail" text collate "C" NOT NULL,
	"quiet_from" text collate "C",
	"quiet_to" text collate "C",
	"digest_at" text collate "C",
	"version" bigint NOT NULL,
	CONSTRAINT "subscriptions_community_id_member_id_pk" PRIMARY KEY("community_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "texts" (
	"community_id" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"field" text collate "C" NOT NULL,
	"salt" text collate "C" NOT NULL,
	"words" text collate "C" NOT NULL,
	CONSTRAINT "texts_community_id_record_id_version_field_pk" PRIMARY KEY("community_id","record_id","version","field")
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"community_id" text collate "C" NOT NULL,
	"record_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"record_type" text collate "C" NOT NULL,
	"fire_at" bigint NOT NULL,
	"try_at" bigint NOT NULL,
	"token" bigint NOT NULL,
	"attempts" bigint NOT NULL,
	CONSTRAINT "timers_community_id_record_id_name_pk" PRIMARY KEY("community_id","record_id","name")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"external" boolean NOT NULL,
	"place_ids" text collate "C" NOT NULL,
	"category_codes" text collate "C",
	"active" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "units_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"format" text collate "C" NOT NULL,
	"url" text collate "C" NOT NULL,
	"secret" text collate "C" NOT NULL,
	"previous_secret" text collate "C",
	"previous_until" bigint,
	"events" text collate "C",
	"description" text collate "C",
	"language" text collate "C" NOT NULL,
	"active" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "webhooks_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE INDEX "calendar_feeds_member" ON "calendar_feeds" USING btree ("community_id","member_id","id");--> statement-breakpoint
CREATE INDEX "credentials_member" ON "credentials" USING btree ("community_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("community_id","notice_id","channel","target_id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("channel","community_id","target_id","next_at","urgent","message_id") WHERE "deliveries"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_target" ON "deliveries" USING btree ("community_id","target_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_dead" ON "deliveries" USING btree ("community_id","id") WHERE "deliveries"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "deliveries_settled" ON "deliveries" USING btree ("created_at") WHERE "deliveries"."next_at" is null;--> statement-breakpoint
CREATE INDEX "deliveries_sent" ON "deliveries" USING btree ("sent_at") WHERE "deliveries"."sent_at" is not null;--> statement-breakpoint
CREATE INDEX "findings_reported" ON "findings" USING btree ("community_id","reported_at","id");--> statement-breakpoint
CREATE INDEX "findings_open_due" ON "findings" USING btree ("community_id","open_due_at","id") WHERE "findings"."open_due_at" is not null;--> statement-breakpoint
CREATE INDEX "findings_open_close_due" ON "findings" USING btree ("community_id","open_close_due_at") WHERE "findings"."open_close_due_at" is not null;--> statement-breakpoint
CREATE INDEX "findings_closed" ON "findings" USING btree ("community_id","closed_at","id") WHERE "findings"."closed_at" is not null;--> statement-breakpoint
CREATE INDEX "findings_unit" ON "findings" USING btree ("community_id","unit_id","reported_at","id") WHERE "findings"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX "findings_patrol" ON "findings" USING btree ("community_id","patrol_id") WHERE "findings"."patrol_id" is not null;--> statement-breakpoint
CREATE INDEX "idempotency_at" ON "idempotency" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "inbox_once" ON "inbox" USING btree ("community_id","record_id","topic","rung","round","level","member_id");--> statement-breakpoint
CREATE INDEX "inbox_unread" ON "inbox" USING btree ("community_id","member_id") WHERE "inbox"."read_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "journal_record" ON "journal" USING btree ("community_id","record_id","version");--> statement-breakpoint
CREATE INDEX "member_roles_role" ON "member_roles" USING btree ("community_id","role","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_login" ON "members" USING btree ("login");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("created_at") WHERE "outbox"."done_at" is null;--> statement-breakpoint
CREATE INDEX "patrol_flags_raised" ON "patrol_flags" USING btree ("community_id","raised_at","patrol_id","flag");--> statement-breakpoint
CREATE INDEX "patrols_created" ON "patrols" USING btree ("community_id","created_at","id");--> statement-breakpoint
CREATE INDEX "patrols_window" ON "patrols" USING btree ("community_id","window_start") WHERE "patrols"."window_start" is not null;--> statement-breakpoint
CREATE INDEX "patrols_plan" ON "patrols" USING btree ("community_id","plan_id") WHERE "patrols"."plan_id" is not null;--> statement-breakpoint
CREATE INDEX "photos_sha256" ON "photos" USING btree ("community_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "places_path" ON "places" USING btree ("community_id","path");--> statement-breakpoint
CREATE INDEX "places_parent" ON "places" USING btree ("community_id","parent_id");--> statement-breakpoint
CREATE INDEX "plan_slots_patrol" ON "plan_slots" USING btree ("community_id","patrol_id");--> statement-breakpoint
CREATE INDEX "timers_try" ON "timers" USING btree ("try_at");