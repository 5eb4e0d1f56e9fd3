-- One tree in the order of the chains, where a table with a number for each row had three.
CREATE TABLE `new_events` (
	`lead_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`data` text NOT NULL,
	`text_hash` text,
	`hash` text NOT NULL,
	PRIMARY KEY(`lead_id`, `seq`),
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `new_event_texts` (
	`lead_id` text NOT NULL,
	`seq` integer NOT NULL,
	`salt` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`lead_id`, `seq`),
	FOREIGN KEY (`lead_id`,`seq`) REFERENCES `events`(`lead_id`,`seq`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `new_events` SELECT `lead_id`, `seq`, `at`, `kind`, `data`, `text_hash`, `hash` FROM `events` ORDER BY `lead_id`, `seq`;
--> statement-breakpoint
INSERT INTO `new_event_texts` SELECT `events`.`lead_id`, `seq`, `salt`, `text` FROM `event_texts` JOIN `events` ON `events`.`id` = `event_id`;
--> statement-breakpoint
DROP TABLE `event_texts`;
--> statement-breakpoint
DROP TABLE `events`;
--> statement-breakpoint
ALTER TABLE `new_events` RENAME TO `events`;
--> statement-breakpoint
ALTER TABLE `new_event_texts` RENAME TO `event_texts`;
--> statement-breakpoint
-- The timeline is append-only.
CREATE TRIGGER `events_never_change` BEFORE UPDATE ON `events`
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `events_never_go` BEFORE DELETE ON `events`
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
-- A row is in it while it waits: a mail under way changes its status without touching it.
DROP INDEX `messages_due`;
--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`due_at`,`generation`,`armed_generation`,`workflow_id`) WHERE +status = 'due';
