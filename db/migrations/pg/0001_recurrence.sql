ALTER TABLE "findings" ADD COLUMN "merged_into" text collate "C";--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "fix_of" text collate "C";--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "fix_closed_at" bigint;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "fix_held_ms" bigint;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "e_recurred" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "c_recurred" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "e_patrolsKept" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "c_patrolsKept" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "e_stopsDue" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "c_stopsDue" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "e_stopsMade" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "c_stopsMade" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "findings_spot" ON "findings" USING btree ("community_id","place_id","category_code","closed_at") WHERE "findings"."place_id" is not null;--> statement-breakpoint
CREATE INDEX "findings_merged" ON "findings" USING btree ("community_id","merged_into") WHERE "findings"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX "findings_fix" ON "findings" USING btree ("community_id","fix_closed_at") WHERE "findings"."fix_closed_at" is not null;--> statement-breakpoint
UPDATE "findings" SET "merged_into" = "context"::json->>'mergedInto' WHERE "state" = 'merged';
