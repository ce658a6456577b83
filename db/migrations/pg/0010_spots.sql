CREATE TABLE "patrol_spots" (
	"community_id" text collate "C" NOT NULL,
	"patrol_id" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"salt" text collate "C" NOT NULL,
	"spot" text collate "C" NOT NULL,
	CONSTRAINT "patrol_spots_community_id_patrol_id_version_pk" PRIMARY KEY("community_id","patrol_id","version")
);
--> statement-breakpoint
ALTER TABLE "idempotency" ADD COLUMN "about_id" text collate "C";--> statement-breakpoint
CREATE INDEX "patrol_spots_member" ON "patrol_spots" USING btree ("community_id","member_id");--> statement-breakpoint
CREATE INDEX "patrol_spots_age" ON "patrol_spots" USING btree ("community_id","at");--> statement-breakpoint
CREATE INDEX "patrol_spots_at" ON "patrol_spots" USING btree ("at");--> statement-breakpoint
CREATE INDEX "idempotency_about" ON "idempotency" USING btree ("about_id") WHERE "idempotency"."about_id" is not null;--> statement-breakpoint
INSERT INTO "patrol_spots"("community_id", "patrol_id", "version", "member_id", "at", "salt", "spot") SELECT t."community_id", t."record_id", t."version", j."actor_id", j."at", t."salt", t."words" FROM "texts" t JOIN "journal" j ON j."community_id" = t."community_id" AND j."record_id" = t."record_id" AND j."version" = t."version" WHERE t."field" = 'position' AND j."actor_id" IS NOT NULL;--> statement-breakpoint
DELETE FROM "texts" WHERE "field" = 'position';--> statement-breakpoint
UPDATE "idempotency" SET "about_id" = "body"::json ->> 'id' WHERE "route" = 'POST /api/v1/members';--> statement-breakpoint
DELETE FROM "client_ids" WHERE "kind" = 'member';
