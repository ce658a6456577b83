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
ALTER TABLE `patrols` ADD `plan_id` text;--> statement-breakpoint
ALTER TABLE `patrols` ADD `makes_up` text;--> statement-breakpoint
ALTER TABLE `patrols` ADD `window_start` integer;--> statement-breakpoint
CREATE INDEX `patrols_window` ON `patrols` (`community_id`,`window_start`) WHERE "patrols"."window_start" is not null;--> statement-breakpoint
CREATE INDEX `patrols_plan` ON `patrols` (`community_id`,`plan_id`) WHERE "patrols"."plan_id" is not null;