CREATE TABLE `patrol_spots` (
	`community_id` text NOT NULL,
	`patrol_id` text NOT NULL,
	`version` integer NOT NULL,
	`member_id` text NOT NULL,
	`at` integer NOT NULL,
	`salt` text NOT NULL,
	`spot` text NOT NULL,
	PRIMARY KEY(`community_id`, `patrol_id`, `version`)
);
--> statement-breakpoint
CREATE INDEX `patrol_spots_member` ON `patrol_spots` (`community_id`,`member_id`);--> statement-breakpoint
CREATE INDEX `patrol_spots_age` ON `patrol_spots` (`community_id`,`at`);--> statement-breakpoint
CREATE INDEX `patrol_spots_at` ON `patrol_spots` (`at`);--> statement-breakpoint
ALTER TABLE `idempotency` ADD `about_id` text;--> statement-breakpoint
CREATE INDEX `idempotency_about` ON `idempotency` (`about_id`) WHERE "idempotency"."about_id" is not null;--> statement-breakpoint
INSERT INTO `patrol_spots`("community_id", "patrol_id", "version", "member_id", "at", "salt", "spot") SELECT t."community_id", t."record_id", t."version", j."actor_id", j."at", t."salt", t."words" FROM `texts` t JOIN `journal` j ON j."community_id" = t."community_id" AND j."record_id" = t."record_id" AND j."version" = t."version" WHERE t."field" = 'position' AND j."actor_id" IS NOT NULL;--> statement-breakpoint
DELETE FROM `texts` WHERE "field" = 'position';--> statement-breakpoint
UPDATE `idempotency` SET "about_id" = json_extract("body", '$.id') WHERE "route" = 'POST /api/v1/members';--> statement-breakpoint
DELETE FROM `client_ids` WHERE "kind" = 'member';
