CREATE TABLE "photo_bands" (
	"community_id" text collate "C" NOT NULL,
	"band" bigint NOT NULL,
	"photo_id" text collate "C" NOT NULL,
	CONSTRAINT "photo_bands_community_id_band_photo_id_pk" PRIMARY KEY("community_id","band","photo_id")
);
--> statement-breakpoint
ALTER TABLE "patrol_flags" ADD COLUMN "record_type" text collate "C" DEFAULT 'patrol' NOT NULL;--> statement-breakpoint
ALTER TABLE "patrol_flags" ADD COLUMN "squad_id" text collate "C";--> statement-breakpoint
ALTER TABLE "patrol_flags" ADD COLUMN "note" text collate "C";--> statement-breakpoint
ALTER TABLE "photos" ADD COLUMN "outline" text collate "C";--> statement-breakpoint
ALTER TABLE "photos" ADD COLUMN "grain" text collate "C";--> statement-breakpoint
UPDATE "patrol_flags" SET "squad_id" = (SELECT "squad_id" FROM "patrols" WHERE "patrols"."community_id" = "patrol_flags"."community_id" AND "patrols"."id" = "patrol_flags"."patrol_id");
