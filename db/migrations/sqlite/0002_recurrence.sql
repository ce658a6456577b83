ALTER TABLE `findings` ADD `merged_into` text;--> statement-breakpoint
ALTER TABLE `findings` ADD `fix_of` text;--> statement-breakpoint
ALTER TABLE `findings` ADD `fix_closed_at` integer;--> statement-breakpoint
ALTER TABLE `findings` ADD `fix_held_ms` integer;--> statement-breakpoint
CREATE INDEX `findings_spot` ON `findings` (`community_id`,`place_id`,`category_code`,`closed_at`) WHERE "findings"."place_id" is not null;--> statement-breakpoint
CREATE INDEX `findings_merged` ON `findings` (`community_id`,`merged_into`) WHERE "findings"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX `findings_fix` ON `findings` (`community_id`,`fix_closed_at`) WHERE "findings"."fix_closed_at" is not null;--> statement-breakpoint
ALTER TABLE `rollups` ADD `e_recurred` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `c_recurred` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `e_patrolsKept` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `c_patrolsKept` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `e_stopsDue` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `c_stopsDue` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `e_stopsMade` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollups` ADD `c_stopsMade` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `findings` SET `merged_into` = json_extract(`context`, '$.mergedInto') WHERE `state` = 'merged';
