CREATE TABLE "rechecks" (
	"community_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"finding_id" text collate "C" NOT NULL,
	"squad_id" text collate "C" NOT NULL,
	"place_path" text collate "C" NOT NULL,
	"offered_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"state" text collate "C" NOT NULL,
	"done_at" bigint,
	"done_by" text collate "C",
	"note" text collate "C",
	"photo_ids" text collate "C" NOT NULL,
	CONSTRAINT "rechecks_community_id_id_pk" PRIMARY KEY("community_id","id")
);
--> statement-breakpoint
CREATE INDEX "rechecks_squad" ON "rechecks" USING btree ("community_id","squad_id","id");--> statement-breakpoint
CREATE INDEX "rechecks_finding" ON "rechecks" USING btree ("community_id","finding_id");