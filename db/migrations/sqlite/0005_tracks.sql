CREATE TABLE `track_consents` (
	`community_id` text NOT NULL,
	`member_id` text NOT NULL,
	`wording` integer NOT NULL,
	`given_at` integer NOT NULL,
	`withdrawn_at` integer,
	PRIMARY KEY(`community_id`, `member_id`)
);
--> statement-breakpoint
CREATE TABLE `track_points` (
	`community_id` text NOT NULL,
	`patrol_id` text NOT NULL,
	`member_id` text NOT NULL,
	`at` integer NOT NULL,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`accuracy_m` real,
	PRIMARY KEY(`community_id`, `patrol_id`, `member_id`, `at`)
);
--> statement-breakpoint
CREATE INDEX `track_points_member` ON `track_points` (`community_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `track_points_age` ON `track_points` (`community_id`,`at`);--> statement-breakpoint
CREATE INDEX `track_points_at` ON `track_points` (`at`);