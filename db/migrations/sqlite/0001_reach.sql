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
CREATE INDEX `member_roles_role` ON `member_roles` (`community_id`,`role`,`member_id`);