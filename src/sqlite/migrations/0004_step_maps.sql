CREATE TABLE `step_maps` (
	`from_version` text PRIMARY KEY NOT NULL,
	`to_version` text NOT NULL,
	`workflow_id` text NOT NULL,
	`steps` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `enrollments` ADD `shifted_for` integer;