CREATE TABLE `photo_bands` (
	`community_id` text NOT NULL,
	`band` integer NOT NULL,
	`photo_id` text NOT NULL,
	PRIMARY KEY(`community_id`, `band`, `photo_id`)
);
--> statement-breakpoint
ALTER TABLE `patrol_flags` ADD `record_type` text DEFAULT 'patrol' NOT NULL;--> statement-breakpoint
ALTER TABLE `patrol_flags` ADD `squad_id` text;--> statement-breakpoint
ALTER TABLE `patrol_flags` ADD `note` text;--> statement-breakpoint
ALTER TABLE `photos` ADD `outline` text;--> statement-breakpoint
ALTER TABLE `photos` ADD `grain` text;--> statement-breakpoint
UPDATE `patrol_flags` SET `squad_id` = (SELECT `squad_id` FROM `patrols` WHERE `patrols`.`community_id` = `patrol_flags`.`community_id` AND `patrols`.`id` = `patrol_flags`.`patrol_id`);
