CREATE TABLE `endpoint_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`endpoint_id` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`endpoint_id`) REFERENCES `endpoints`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `endpoint_tokens_hash` ON `endpoint_tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `endpoint_tokens_endpoint` ON `endpoint_tokens` (`endpoint_id`);--> statement-breakpoint
CREATE TABLE `endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`label` text NOT NULL,
	`offer` text,
	`environment` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	`last_receipt_at` integer,
	`last_validated_at` integer,
	CONSTRAINT "endpoints_environment" CHECK(environment in ('live', 'test'))
);
--> statement-breakpoint
CREATE TABLE `meta` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `receipts` (
	`id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`endpoint_id` text,
	`environment` text NOT NULL,
	`received_at` integer NOT NULL,
	`content_type` text,
	`body` blob,
	`size` integer NOT NULL,
	`truncated` integer NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`repeat_key` text,
	`repeat_of` text,
	`idempotency_key` text,
	`request_hash` text,
	`validated_at` integer,
	`lead_id` text,
	`inquiry_id` text,
	`processed_at` integer,
	CONSTRAINT "receipts_environment" CHECK(environment in ('live', 'test')),
	CONSTRAINT "receipts_outcome" CHECK(outcome in ('accepted', 'repeat', 'test', 'quarantined')),
	CONSTRAINT "receipts_channel" CHECK(channel in ('ingest', 'api', 'import'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `receipts_idempotency_key` ON `receipts` (`idempotency_key`) WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX `receipts_repeat_key` ON `receipts` (`repeat_key`,`received_at`) WHERE repeat_key is not null;--> statement-breakpoint
CREATE INDEX `receipts_repeat_of` ON `receipts` (`repeat_of`) WHERE repeat_of is not null;--> statement-breakpoint
CREATE INDEX `receipts_lead` ON `receipts` (`lead_id`) WHERE lead_id is not null;--> statement-breakpoint
CREATE INDEX `receipts_unprocessed` ON `receipts` (`received_at`) WHERE outcome = 'accepted' and processed_at is null;--> statement-breakpoint
CREATE INDEX `receipts_newest` ON `receipts` (`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `receipts_by_outcome` ON `receipts` (`outcome`,`received_at`,`id`,`environment`);--> statement-breakpoint
CREATE TABLE `enrollments` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`inquiry_id` text NOT NULL,
	`environment` text NOT NULL,
	`workflow_id` text NOT NULL,
	`version` text NOT NULL,
	`offer` text NOT NULL,
	`rank` integer NOT NULL,
	`status` text NOT NULL,
	`step` text,
	`phase` text NOT NULL,
	`arrived_at` integer NOT NULL,
	`completed_at` integer NOT NULL,
	`due_at` integer,
	`generation` integer NOT NULL,
	`arms` text NOT NULL,
	`paused_remainder` integer,
	`first_touch_by` integer NOT NULL,
	`first_touch_at` integer,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`end_reason` text,
	`armed_generation` integer DEFAULT -1 NOT NULL,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enrollments_environment" CHECK(environment in ('live', 'test')),
	CONSTRAINT "enrollments_status" CHECK(status in ('active', 'waiting', 'finished', 'stopped', 'replaced')),
	CONSTRAINT "enrollments_phase" CHECK(phase in ('arrive', 'wait', 'mail'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrollments_one_active` ON `enrollments` (`lead_id`) WHERE status = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX `enrollments_one_waiting` ON `enrollments` (`lead_id`) WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX `enrollments_lead` ON `enrollments` (`lead_id`,`started_at`,`id`);--> statement-breakpoint
CREATE INDEX `enrollments_due` ON `enrollments` (`due_at`,`status`,`generation`,`armed_generation`,`workflow_id`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `enrollments_by_status` ON `enrollments` (`environment`,`workflow_id`,`status`);--> statement-breakpoint
CREATE INDEX `enrollments_late` ON `enrollments` (`first_touch_by`,`first_touch_at`,`ended_at`) WHERE environment = 'live' and (first_touch_at is null or first_touch_at > first_touch_by);--> statement-breakpoint
CREATE TABLE `escalations` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`enrollment_id` text,
	`inquiry_id` text,
	`team` text NOT NULL,
	`reason` text NOT NULL,
	`because` text NOT NULL,
	`owner` text,
	`status` text NOT NULL,
	`accept_by` integer NOT NULL,
	`created_at` integer NOT NULL,
	`answered_at` integer,
	`answered_by` text,
	`answer_note` text,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "escalations_status" CHECK(status in ('open', 'accepted', 'declined', 'expired'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `escalations_reason` ON `escalations` (`lead_id`,`reason`);--> statement-breakpoint
CREATE INDEX `escalations_open` ON `escalations` (`accept_by`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `escalations_newest` ON `escalations` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`enrollment_id` text,
	`purpose` text NOT NULL,
	`team` text NOT NULL,
	`because` text NOT NULL,
	`status` text NOT NULL,
	`due_by` integer NOT NULL,
	`created_at` integer NOT NULL,
	`done_at` integer,
	`done_by` text,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tasks_status" CHECK(status in ('open', 'done', 'cancelled'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_purpose` ON `tasks` (`enrollment_id`,`purpose`);--> statement-breakpoint
CREATE INDEX `tasks_lead` ON `tasks` (`lead_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `tasks_newest` ON `tasks` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `message_mails` (
	`message_id` text PRIMARY KEY NOT NULL,
	`envelope_from` text NOT NULL,
	`envelope_to` text NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`kind` text NOT NULL,
	`origin_kind` text NOT NULL,
	`origin_id` text NOT NULL,
	`purpose` text NOT NULL,
	`occurrence` integer NOT NULL,
	`lead_id` text NOT NULL,
	`enrollment_id` text,
	`workflow_id` text,
	`version` text,
	`template` text,
	`status` text NOT NULL,
	`reason` text,
	`to` text,
	`recipient_key` text NOT NULL,
	`domain_key` text,
	`subject` text,
	`message_id` text NOT NULL,
	`transport` text,
	`due_at` integer,
	`generation` integer NOT NULL,
	`attempts` integer NOT NULL,
	`created_at` integer NOT NULL,
	`gate_at` integer,
	`settled_at` integer,
	`server_reply` text,
	`owner` text,
	`lease_generation` integer DEFAULT 0 NOT NULL,
	`lease_until` integer,
	`armed_generation` integer DEFAULT -1 NOT NULL,
	`resent_by` text,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "messages_environment" CHECK(environment in ('live', 'test')),
	CONSTRAINT "messages_status" CHECK(status in ('planned', 'due', 'claimed', 'data', 'sent', 'uncertain', 'held', 'failed', 'suppressed', 'cancelled', 'skipped')),
	CONSTRAINT "messages_kind" CHECK(kind in ('nurture', 'notice')),
	CONSTRAINT "messages_origin" CHECK(origin_kind in ('enrollment', 'escalation', 'task'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_once` ON `messages` (`origin_id`,`purpose`,`recipient_key`,`occurrence`,`origin_kind`);--> statement-breakpoint
CREATE INDEX `messages_lead` ON `messages` (`lead_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`due_at`,`status`,`generation`,`armed_generation`,`workflow_id`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `messages_lease` ON `messages` (`lease_until`) WHERE lease_until is not null;--> statement-breakpoint
CREATE INDEX `messages_newest` ON `messages` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `messages_by_status` ON `messages` (`status`,`created_at`,`id`,`environment`);--> statement-breakpoint
CREATE INDEX `messages_by_transport` ON `messages` (`transport`,`created_at`,`id`) WHERE transport is not null;--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`message` text NOT NULL,
	`next_action` text NOT NULL,
	`raised_at` integer NOT NULL,
	`cleared_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open` ON `alerts` (`key`) WHERE cleared_at is null;--> statement-breakpoint
CREATE TABLE `workflow_versions` (
	`hash` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`source` text NOT NULL,
	`program` text NOT NULL,
	`templates` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `workflow_versions_workflow` ON `workflow_versions` (`workflow_id`);--> statement-breakpoint
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`current` text NOT NULL,
	`paused_at` integer,
	FOREIGN KEY (`current`) REFERENCES `workflow_versions`(`hash`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "workflows_state" CHECK(state in ('active', 'paused', 'removed'))
);
--> statement-breakpoint
CREATE TABLE `inquiries` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`receipt_id` text NOT NULL,
	`endpoint_id` text,
	`environment` text NOT NULL,
	`action` text NOT NULL,
	`source` text NOT NULL,
	`offer` text NOT NULL,
	`offer_title` text,
	`intent` text NOT NULL,
	`note` text,
	`campaign` text,
	`flags` text NOT NULL,
	`extra` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "inquiries_environment" CHECK(environment in ('live', 'test')),
	CONSTRAINT "inquiries_intent" CHECK(intent in ('initial', 'active', 'test drive', 'none'))
);
--> statement-breakpoint
CREATE INDEX `inquiries_lead` ON `inquiries` (`lead_id`,`at`);--> statement-breakpoint
CREATE TABLE `leads` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`status` text NOT NULL,
	`email` text,
	`first_name` text,
	`last_name` text,
	`company` text,
	`title` text,
	`phone` text,
	`country` text,
	`phone_raw` text,
	`country_raw` text,
	`address_key` text,
	`domain_key` text,
	`phone_key` text,
	`pair_key` text,
	`zone` text,
	`language` text,
	`score` integer NOT NULL,
	`tags` text NOT NULL,
	`attributes` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`event_seq` integer DEFAULT 0 NOT NULL,
	`event_hash` text DEFAULT '' NOT NULL,
	`search` text DEFAULT '' NOT NULL,
	CONSTRAINT "leads_environment" CHECK(environment in ('live', 'test')),
	CONSTRAINT "leads_status" CHECK(status in ('open', 'qualified', 'disqualified', 'do-not-contact', 'erased'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `leads_address_key` ON `leads` (`address_key`,`environment`) WHERE address_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `leads_phone_alone` ON `leads` (`phone_key`,`environment`) WHERE phone_key is not null and address_key is null;--> statement-breakpoint
CREATE INDEX `leads_phone_key` ON `leads` (`phone_key`,`environment`) WHERE phone_key is not null;--> statement-breakpoint
CREATE INDEX `leads_domain_key` ON `leads` (`domain_key`,`environment`) WHERE domain_key is not null;--> statement-breakpoint
CREATE INDEX `leads_pair_key` ON `leads` (`pair_key`,`environment`) WHERE pair_key is not null;--> statement-breakpoint
CREATE INDEX `leads_newest` ON `leads` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `leads_by_status` ON `leads` (`environment`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `scores` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`points` integer NOT NULL,
	`because` text NOT NULL,
	`origin` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `scores_origin` ON `scores` (`lead_id`,`origin`);--> statement-breakpoint
CREATE TABLE `signals` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`data` text NOT NULL,
	`offer` text,
	`consumed_by` text,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `signals_lead` ON `signals` (`lead_id`,`at`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`label` text,
	`lead_id` text,
	`reason` text NOT NULL,
	`because` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	`until` integer,
	`lifted_at` integer,
	`lifted_because` text,
	CONSTRAINT "suppressions_scope" CHECK(scope in ('address', 'domain', 'lead', 'phone', 'pair'))
);
--> statement-breakpoint
CREATE INDEX `suppressions_key` ON `suppressions` (`key`,`scope`);--> statement-breakpoint
CREATE INDEX `suppressions_lead` ON `suppressions` (`lead_id`) WHERE lead_id is not null;--> statement-breakpoint
CREATE INDEX `suppressions_newest` ON `suppressions` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `event_texts` (
	`event_id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`salt` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_texts_lead` ON `event_texts` (`lead_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`lead_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`data` text NOT NULL,
	`text_hash` text,
	`hash` text NOT NULL,
	FOREIGN KEY (`lead_id`) REFERENCES `leads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_place` ON `events` (`lead_id`,`seq`);