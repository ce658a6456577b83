CREATE TABLE `paces` (
	`community_id` text NOT NULL,
	`channel` text NOT NULL,
	`target_id` text NOT NULL,
	`since` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`community_id`, `channel`, `target_id`)
);
--> statement-breakpoint
DROP INDEX `deliveries_next`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `urgent` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `message_id` text;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`channel`,`community_id`,`target_id`,`next_at`,`urgent`,`message_id`) WHERE "deliveries"."next_at" is not null;--> statement-breakpoint
CREATE INDEX `deliveries_dead` ON `deliveries` (`community_id`,`id`) WHERE "deliveries"."state" = 'dead';--> statement-breakpoint
CREATE INDEX `deliveries_settled` ON `deliveries` (`created_at`) WHERE "deliveries"."next_at" is null;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `previous_secret` text;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `previous_until` integer;