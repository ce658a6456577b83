DROP INDEX "findings_open_due";--> statement-breakpoint
DROP INDEX "findings_open_close_due";--> statement-breakpoint
DROP INDEX "findings_spot";--> statement-breakpoint
CREATE INDEX "findings_open_due" ON "findings" USING btree ("community_id","open_due_at","id","place_path","category_code","unit_id","source","reporter_id","reported_at") WHERE "findings"."open_due_at" is not null;--> statement-breakpoint
CREATE INDEX "findings_open_close_due" ON "findings" USING btree ("community_id","open_close_due_at","extended","place_path","category_code","unit_id","source","reporter_id","reported_at") WHERE "findings"."open_close_due_at" is not null;--> statement-breakpoint
CREATE INDEX "findings_spot" ON "findings" USING btree ("community_id","place_id","category_code","closed_at","id") WHERE "findings"."place_id" is not null;