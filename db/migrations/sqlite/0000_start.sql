CREATE TABLE `audit_log` (
	`community_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`object` text NOT NULL,
	`details` text NOT NULL,
	`request_id` text,
	`hash` text NOT NULL,
	`prev_hash` text NOT NULL,
	PRIMARY KEY(`community_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `categories` (
	`community_id` text NOT NULL,
	`code` text NOT NULL,
	`domain_code` text NOT NULL,
	`domain_zh` text NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`severity` text NOT NULL,
	`limit_ms` integer NOT NULL,
	`limit_basis` text NOT NULL,
	`default_role` text NOT NULL,
	`on_the_spot` integer NOT NULL,
	`public` integer NOT NULL,
	`active` integer NOT NULL,
	`details` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `code`)
);
--> statement-breakpoint
CREATE TABLE `chain_heads` (
	`community_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`audit_seq` integer NOT NULL,
	`audit_hash` text NOT NULL,
	`number_year` integer NOT NULL,
	`number_count` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `client_ids` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`fingerprint` text NOT NULL,
	PRIMARY KEY(`community_id`, `kind`, `id`)
);
--> statement-breakpoint
CREATE TABLE `communities` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`code` text NOT NULL,
	`town` text,
	`time_zone` text NOT NULL,
	`root_place_id` text NOT NULL,
	`policy` text NOT NULL,
	`calendar` text NOT NULL,
	`active` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `communities_code_unique` ON `communities` (`code`);--> statement-breakpoint
CREATE TABLE `credentials` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`name` text,
	`created_at` integer NOT NULL,
	`expires_at` integer
);
--> statement-breakpoint
CREATE INDEX `credentials_member` ON `credentials` (`community_id`,`member_id`);--> statement-breakpoint
CREATE TABLE `findings` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`version` integer NOT NULL,
	`machine_version` integer NOT NULL,
	`state` text NOT NULL,
	`clock` text NOT NULL,
	`context` text NOT NULL,
	`category_code` text NOT NULL,
	`severity` text NOT NULL,
	`source` text NOT NULL,
	`place_id` text,
	`place_path` text NOT NULL,
	`unit_id` text,
	`handler_id` text,
	`reporter_id` text,
	`patrol_id` text,
	`reported_at` integer NOT NULL,
	`open_due_at` integer,
	`open_close_due_at` integer,
	`due_at` integer,
	`close_due_at` integer,
	`handled_at` integer,
	`closed_at` integer,
	`extended` integer NOT NULL,
	`description` text NOT NULL,
	`address` text,
	`lat` real,
	`lng` real,
	`datum` text,
	`salt` text NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `findings_reported` ON `findings` (`community_id`,`reported_at`,`id`);--> statement-breakpoint
CREATE INDEX `findings_open_due` ON `findings` (`community_id`,`open_due_at`,`id`) WHERE "findings"."open_due_at" is not null;--> statement-breakpoint
CREATE INDEX `findings_open_close_due` ON `findings` (`community_id`,`open_close_due_at`) WHERE "findings"."open_close_due_at" is not null;--> statement-breakpoint
CREATE INDEX `findings_closed` ON `findings` (`community_id`,`closed_at`,`id`) WHERE "findings"."closed_at" is not null;--> statement-breakpoint
CREATE INDEX `findings_unit` ON `findings` (`community_id`,`unit_id`,`reported_at`,`id`) WHERE "findings"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX `findings_patrol` ON `findings` (`community_id`,`patrol_id`) WHERE "findings"."patrol_id" is not null;--> statement-breakpoint
CREATE TABLE `idempotency` (
	`member_id` text NOT NULL,
	`route` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`member_id`, `route`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_at` ON `idempotency` (`at`);--> statement-breakpoint
CREATE TABLE `journal` (
	`community_id` text NOT NULL,
	`seq` integer NOT NULL,
	`record_type` text NOT NULL,
	`record_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`acting_role` text NOT NULL,
	`event` text NOT NULL,
	`from_state` text,
	`to_state` text NOT NULL,
	`payload` text NOT NULL,
	`machine_version` integer NOT NULL,
	`caused_by` integer,
	`hash` text NOT NULL,
	`prev_hash` text NOT NULL,
	PRIMARY KEY(`community_id`, `seq`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `journal_record` ON `journal` (`community_id`,`record_id`,`version`);--> statement-breakpoint
CREATE TABLE `member_roles` (
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`role` text NOT NULL,
	`place_id` text NOT NULL,
	PRIMARY KEY(`community_id`, `member_id`, `role`, `place_id`)
);
--> statement-breakpoint
CREATE TABLE `members` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`login` text NOT NULL,
	`name` text NOT NULL,
	`phone` text,
	`affiliation` text NOT NULL,
	`unit_id` text,
	`password_hash` text NOT NULL,
	`active` integer NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_login` ON `members` (`login`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`topic` text NOT NULL,
	`record_type` text NOT NULL,
	`record_id` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`done_at` integer,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `outbox_waiting` ON `outbox` (`created_at`) WHERE "outbox"."done_at" is null;--> statement-breakpoint
CREATE TABLE `patrol_members` (
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`patrol_id` text NOT NULL,
	PRIMARY KEY(`community_id`, `member_id`, `patrol_id`)
);
--> statement-breakpoint
CREATE TABLE `patrols` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`machine_version` integer NOT NULL,
	`state` text NOT NULL,
	`context` text NOT NULL,
	`theme` text NOT NULL,
	`place_id` text NOT NULL,
	`place_path` text NOT NULL,
	`squad_id` text,
	`lead_id` text,
	`created_at` integer NOT NULL,
	`window_end` integer,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `patrols_created` ON `patrols` (`community_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `photos` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`sha256` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`bytes` integer NOT NULL,
	`taken_at` text,
	`flags` text NOT NULL,
	`uploader_id` text NOT NULL,
	`uploaded_at` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `photos_sha256` ON `photos` (`community_id`,`sha256`);--> statement-breakpoint
CREATE TABLE `places` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`code` text NOT NULL,
	`path` text NOT NULL,
	`name_path` text NOT NULL,
	`counted_places` text NOT NULL,
	`grid_id` text,
	`lat` real,
	`lng` real,
	`active` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `places_path` ON `places` (`community_id`,`path`);--> statement-breakpoint
CREATE INDEX `places_parent` ON `places` (`community_id`,`parent_id`);--> statement-breakpoint
CREATE TABLE `record_photos` (
	`community_id` text NOT NULL,
	`photo_id` text NOT NULL,
	`record_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`community_id`, `photo_id`, `record_id`, `role`)
);
--> statement-breakpoint
CREATE TABLE `rollups` (
	`community_id` text NOT NULL,
	`scope_id` text NOT NULL,
	`day` text NOT NULL,
	`e_reported` integer DEFAULT 0 NOT NULL,
	`c_reported` integer DEFAULT 0 NOT NULL,
	`e_valid` integer DEFAULT 0 NOT NULL,
	`c_valid` integer DEFAULT 0 NOT NULL,
	`e_triaged` integer DEFAULT 0 NOT NULL,
	`c_triaged` integer DEFAULT 0 NOT NULL,
	`e_registered` integer DEFAULT 0 NOT NULL,
	`c_registered` integer DEFAULT 0 NOT NULL,
	`e_rejected` integer DEFAULT 0 NOT NULL,
	`c_rejected` integer DEFAULT 0 NOT NULL,
	`e_void` integer DEFAULT 0 NOT NULL,
	`c_void` integer DEFAULT 0 NOT NULL,
	`e_merged` integer DEFAULT 0 NOT NULL,
	`c_merged` integer DEFAULT 0 NOT NULL,
	`e_selfHandled` integer DEFAULT 0 NOT NULL,
	`c_selfHandled` integer DEFAULT 0 NOT NULL,
	`e_dispatched` integer DEFAULT 0 NOT NULL,
	`c_dispatched` integer DEFAULT 0 NOT NULL,
	`e_handled` integer DEFAULT 0 NOT NULL,
	`c_handled` integer DEFAULT 0 NOT NULL,
	`e_handledInTime` integer DEFAULT 0 NOT NULL,
	`c_handledInTime` integer DEFAULT 0 NOT NULL,
	`e_closed` integer DEFAULT 0 NOT NULL,
	`c_closed` integer DEFAULT 0 NOT NULL,
	`e_closedInTime` integer DEFAULT 0 NOT NULL,
	`c_closedInTime` integer DEFAULT 0 NOT NULL,
	`e_closedReworked` integer DEFAULT 0 NOT NULL,
	`c_closedReworked` integer DEFAULT 0 NOT NULL,
	`e_closedExtended` integer DEFAULT 0 NOT NULL,
	`c_closedExtended` integer DEFAULT 0 NOT NULL,
	`e_closedForced` integer DEFAULT 0 NOT NULL,
	`c_closedForced` integer DEFAULT 0 NOT NULL,
	`e_found` integer DEFAULT 0 NOT NULL,
	`c_found` integer DEFAULT 0 NOT NULL,
	`e_rectified` integer DEFAULT 0 NOT NULL,
	`c_rectified` integer DEFAULT 0 NOT NULL,
	`e_overdue` integer DEFAULT 0 NOT NULL,
	`c_overdue` integer DEFAULT 0 NOT NULL,
	`e_returned` integer DEFAULT 0 NOT NULL,
	`c_returned` integer DEFAULT 0 NOT NULL,
	`e_patrols` integer DEFAULT 0 NOT NULL,
	`c_patrols` integer DEFAULT 0 NOT NULL,
	`e_patrolsMissed` integer DEFAULT 0 NOT NULL,
	`c_patrolsMissed` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`community_id`, `scope_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`subject` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `squads` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`lead_id` text NOT NULL,
	`member_ids` text NOT NULL,
	`active` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `texts` (
	`community_id` text NOT NULL,
	`record_id` text NOT NULL,
	`version` integer NOT NULL,
	`field` text NOT NULL,
	`salt` text NOT NULL,
	`words` text NOT NULL,
	PRIMARY KEY(`community_id`, `record_id`, `version`, `field`)
);
--> statement-breakpoint
CREATE TABLE `timers` (
	`community_id` text NOT NULL,
	`record_id` text NOT NULL,
	`name` text NOT NULL,
	`record_type` text NOT NULL,
	`fire_at` integer NOT NULL,
	`try_at` integer NOT NULL,
	`token` integer NOT NULL,
	`attempts` integer NOT NULL,
	PRIMARY KEY(`community_id`, `record_id`, `name`)
);
--> statement-breakpoint
CREATE INDEX `timers_try` ON `timers` (`try_at`);--> statement-breakpoint
CREATE TABLE `units` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`external` integer NOT NULL,
	`place_ids` text NOT NULL,
	`category_codes` text,
	`active` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
