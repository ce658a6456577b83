CREATE TABLE `import_mappings` (
	`community_id` text NOT NULL,
	`kind` text NOT NULL,
	`mapping` text NOT NULL,
	PRIMARY KEY(`community_id`, `kind`)
);
