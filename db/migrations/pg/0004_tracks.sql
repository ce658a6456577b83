CREATE TABLE "track_consents" (
	"community_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"wording" bigint NOT NULL,
	"given_at" bigint NOT NULL,
	"withdrawn_at" bigint,
	CONSTRAINT "track_consents_community_id_member_id_pk" PRIMARY KEY("community_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "track_points" (
	"community_id" text collate "C" NOT NULL,
	"patrol_id" text collate "C" NOT NULL,
	"member_id" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"lat" double precision NOT NULL,
	"lng" double precision NOT NULL,
	"accuracy_m" double precision,
	CONSTRAINT "track_points_community_id_patrol_id_member_id_at_pk" PRIMARY KEY("community_id","patrol_id","member_id","at")
);
--> statement-breakpoint
CREATE INDEX "track_points_member" ON "track_points" USING btree ("community_id","member_id");--> statement-breakpoint
CREATE INDEX "track_points_age" ON "track_points" USING btree ("community_id","at");--> statement-breakpoint
CREATE INDEX "track_points_at" ON "track_points" USING btree ("at");