ALTER TABLE `suppressions` ADD `offer` text;
--> statement-breakpoint
DROP TRIGGER `messages_contact_allowed`;
--> statement-breakpoint
-- Stands behind the contact question: a suppression about one offer stops mail about that offer only.
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
		AND (`offer` IS NULL OR `offer` = (SELECT `offer` FROM `enrollments` WHERE `id` = NEW.`enrollment_id`))
	);
END;
