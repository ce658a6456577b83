ALTER TABLE `photos` ADD `original_gone_at` integer;--> statement-breakpoint
CREATE INDEX `photos_original` ON `photos` (`uploaded_at`) WHERE "photos"."original_gone_at" is null;