CREATE TABLE `inbound` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`lead_id` text,
	`message_id` text,
	`outcome` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `inbound_newest` ON `inbound` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`name` text PRIMARY KEY NOT NULL,
	`uid_validity` text NOT NULL,
	`last_uid` integer NOT NULL
);
