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
-- A message is never born past the gate: the next trigger would not see it.
CREATE TRIGGER `messages_born_before_gate` BEFORE INSERT ON `messages`
WHEN NEW.`status` = 'data'
BEGIN
	SELECT RAISE(ABORT, 'born past the gate');
END;
--> statement-breakpoint
-- Stands behind the contact question: whatever the program believes, no nurture mail to a suppressed person passes.
CREATE TRIGGER `messages_contact_allowed` BEFORE UPDATE OF `status` ON `messages`
WHEN NEW.`status` = 'data' AND NEW.`kind` = 'nurture'
BEGIN
	SELECT RAISE(ABORT, 'suppressed') WHERE EXISTS (
		SELECT 1 FROM `leads`
		WHERE `leads`.`id` = NEW.`lead_id` AND `leads`.`status` IN ('do-not-contact', 'erased')
	);
	SELECT RAISE(ABORT, 'suppressed') WHERE EXISTS (
		SELECT 1 FROM `suppressions`
		WHERE (
			(`key` = NEW.`recipient_key` AND `scope` = 'address')
			OR (`key` = NEW.`domain_key` AND `scope` = 'domain')
			OR (`key` = NEW.`lead_id` AND `scope` = 'lead')
			OR (`key` = (SELECT `phone_key` FROM `leads` WHERE `id` = NEW.`lead_id`) AND `scope` = 'phone')
			OR (`key` = (SELECT `pair_key` FROM `leads` WHERE `id` = NEW.`lead_id`) AND `scope` = 'pair')
		)
		AND `lifted_at` IS NULL
		AND (`until` IS NULL OR NEW.`gate_at` IS NULL OR `until` > NEW.`gate_at`)
	);
END;
