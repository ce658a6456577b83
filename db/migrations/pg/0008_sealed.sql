ALTER TABLE "track_points" ADD COLUMN "spot" text collate "C";--> statement-breakpoint
UPDATE "track_points" SET "spot" = json_build_array("lat", "lng", "accuracy_m")::text;--> statement-breakpoint
ALTER TABLE "track_points" ALTER COLUMN "spot" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "track_points" DROP COLUMN "lat";--> statement-breakpoint
ALTER TABLE "track_points" DROP COLUMN "lng";--> statement-breakpoint
ALTER TABLE "track_points" DROP COLUMN "accuracy_m";
