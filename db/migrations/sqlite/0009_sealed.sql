CREATE TABLE `__new_track_points` (
	`community_id` text NOT NULL,
	`patrol_id` text NOT NULL,
	`member_id` text NOT NULL,
	`at` integer NOT NULL,
	`spot` text NOT NULL,
	PRIMARY KEY(`community_id`, `patrol_id`, `member_id`, `at`)
);
--> statement-breakpoint
INSERT INTO `__new_track_points`("community_id", "patrol_id", "member_id", "at", "spot") SELECT "community_id", "patrol_id", "member_id", "at", json_array("lat", "lng", "accuracy_m") FROM `track_points`;--> statement-breakpoint
DROP TABLE `track_points`;--> statement-breakpoint
ALTER TABLE `__new_track_points` RENAME TO `track_points`;--> statement-breakpoint
CREATE INDEX `track_points_member` ON `track_points` (`community_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `track_points_age` ON `track_points` (`community_id`,`at`);--> statement-breakpoint
CREATE INDEX `track_points_at` ON `track_points` (`at`);
