CREATE TABLE `calendar_feeds` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`squad_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `calendar_feeds_member` ON `calendar_feeds` (`community_id`,`member_id`,`id`);--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`place_id` text NOT NULL,
	`place_path` text NOT NULL,
	`name` text NOT NULL,
	`code` text NOT NULL,
	`rotating` integer NOT NULL,
	`lat` real,
	`lng` real,
	`radius_m` integer NOT NULL,
	`active` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`notice_id` text NOT NULL,
	`channel` text NOT NULL,
	`target_id` text NOT NULL,
	`topic` text NOT NULL,
	`rung` text NOT NULL,
	`level` integer NOT NULL,
	`round` integer NOT NULL,
	`record_type` text NOT NULL,
	`record_id` text NOT NULL,
	`urgent` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`next_at` integer,
	`message_id` text,
	`attempts` integer NOT NULL,
	`state` text NOT NULL,
	`fence` integer NOT NULL,
	`lease_until` integer,
	`sent_at` integer,
	`last_error` text,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`community_id`,`notice_id`,`channel`,`target_id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`channel`,`community_id`,`target_id`,`next_at`,`urgent`,`message_id`) WHERE "deliveries"."next_at" is not null;--> statement-breakpoint
CREATE INDEX `deliveries_target` ON `deliveries` (`community_id`,`target_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_dead` ON `deliveries` (`community_id`,`id`) WHERE "deliveries"."state" = 'dead';--> statement-breakpoint
CREATE INDEX `deliveries_settled` ON `deliveries` (`created_at`) WHERE "deliveries"."next_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_sent` ON `deliveries` (`sent_at`) WHERE "deliveries"."sent_at" is not null;--> statement-breakpoint
CREATE TABLE `inbox` (
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`topic` text NOT NULL,
	`rung` text NOT NULL,
	`level` integer NOT NULL,
	`round` integer NOT NULL,
	`record_type` text NOT NULL,
	`record_id` text NOT NULL,
	`read_at` integer,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	PRIMARY KEY(`community_id`, `member_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_once` ON `inbox` (`community_id`,`record_id`,`topic`,`rung`,`round`,`level`,`member_id`);--> statement-breakpoint
CREATE INDEX `inbox_unread` ON `inbox` (`community_id`,`member_id`) WHERE "inbox"."read_at" is null;--> statement-breakpoint
CREATE TABLE `ladders` (
	`community_id` text NOT NULL,
	`record_id` text NOT NULL,
	`topic` text NOT NULL,
	`rung` text NOT NULL,
	`record_type` text NOT NULL,
	`round` integer NOT NULL,
	`level` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	PRIMARY KEY(`community_id`, `record_id`, `topic`, `rung`)
);
--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`fence` integer NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `paces` (
	`community_id` text NOT NULL,
	`channel` text NOT NULL,
	`target_id` text NOT NULL,
	`since` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`community_id`, `channel`, `target_id`)
);
--> statement-breakpoint
CREATE TABLE `patrol_flags` (
	`community_id` text NOT NULL,
	`patrol_id` text NOT NULL,
	`flag` text NOT NULL,
	`place_path` text NOT NULL,
	`raised_at` integer NOT NULL,
	`looked_at` integer,
	`looked_by` text,
	PRIMARY KEY(`community_id`, `patrol_id`, `flag`)
);
--> statement-breakpoint
CREATE INDEX `patrol_flags_raised` ON `patrol_flags` (`community_id`,`raised_at`,`patrol_id`,`flag`);--> statement-breakpoint
CREATE TABLE `patrol_plans` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`theme` text NOT NULL,
	`place_id` text NOT NULL,
	`place_path` text NOT NULL,
	`route_id` text,
	`squad_id` text,
	`joint` integer NOT NULL,
	`min_members` integer NOT NULL,
	`rule` text NOT NULL,
	`start_day` text NOT NULL,
	`start_times` text NOT NULL,
	`window_ms` integer NOT NULL,
	`except_days` text NOT NULL,
	`extra_days` text NOT NULL,
	`on_holidays` integer NOT NULL,
	`on_make_up_days` integer NOT NULL,
	`active` integer NOT NULL,
	`planned_until` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `plan_slots` (
	`community_id` text NOT NULL,
	`plan_id` text NOT NULL,
	`slot` text NOT NULL,
	`patrol_id` text NOT NULL,
	PRIMARY KEY(`community_id`, `plan_id`, `slot`)
);
--> statement-breakpoint
CREATE INDEX `plan_slots_patrol` ON `plan_slots` (`community_id`,`patrol_id`);--> statement-breakpoint
CREATE TABLE `route_versions` (
	`community_id` text NOT NULL,
	`route_id` text NOT NULL,
	`version` integer NOT NULL,
	`stops` text NOT NULL,
	PRIMARY KEY(`community_id`, `route_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `routes` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`place_id` text NOT NULL,
	`place_path` text NOT NULL,
	`name` text NOT NULL,
	`active` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `signing_secrets` (
	`community_id` text NOT NULL,
	`purpose` text NOT NULL,
	`secret` text NOT NULL,
	PRIMARY KEY(`community_id`, `purpose`)
);
--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`language` text NOT NULL,
	`email` text,
	`mail` text NOT NULL,
	`quiet_from` text,
	`quiet_to` text,
	`digest_at` text,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `member_id`)
);
--> statement-breakpoint
CREATE TABLE `webhooks` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`format` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_until` integer,
	`events` text,
	`description` text,
	`language` text NOT NULL,
	`active` integer NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
ALTER TABLE `findings` ADD `stage_clock` text DEFAULT 'unwatched' NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `rung` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `level` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `round` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `patrols` ADD `plan_id` text;--> statement-breakpoint
ALTER TABLE `patrols` ADD `makes_up` text;--> statement-breakpoint
ALTER TABLE `patrols` ADD `window_start` integer;--> statement-breakpoint
CREATE INDEX `patrols_window` ON `patrols` (`community_id`,`window_start`) WHERE "patrols"."window_start" is not null;--> statement-breakpoint
CREATE INDEX `patrols_plan` ON `patrols` (`community_id`,`plan_id`) WHERE "patrols"."plan_id" is not null;--> statement-breakpoint
CREATE INDEX `member_roles_role` ON `member_roles` (`community_id`,`role`,`member_id`);