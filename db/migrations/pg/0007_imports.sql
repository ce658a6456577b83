CREATE TABLE "import_mappings" (
	"community_id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"mapping" text collate "C" NOT NULL,
	CONSTRAINT "import_mappings_community_id_kind_pk" PRIMARY KEY("community_id","kind")
);
