ALTER TABLE "photos" ADD COLUMN "original_gone_at" bigint;--> statement-breakpoint
CREATE INDEX "photos_original" ON "photos" USING btree ("uploaded_at") WHERE "photos"."original_gone_at" is null;