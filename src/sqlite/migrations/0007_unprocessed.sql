DROP INDEX `receipts_unprocessed`;--> statement-breakpoint
CREATE INDEX `receipts_unprocessed` ON `receipts` (`received_at`) WHERE processed_at is null;