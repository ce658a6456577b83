CREATE TABLE `rechecks` (
	`community_id` text NOT NULL,
	`id` text NOT NULL,
	`finding_id` text NOT NULL,
	`squad_id` text NOT NULL,
	`place_path` text NOT NULL,
	`offered_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`state` text NOT NULL,
	`done_at` integer,
	`done_by` text,
	`note` text,
	`photo_ids` text NOT NULL,
	PRIMARY KEY(`community_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `rechecks_squad` ON `rechecks` (`community_id`,`squad_id`,`id`);--> statement-breakpoint
CREATE INDEX `rechecks_finding` ON `rechecks` (`community_id`,`finding_id`);