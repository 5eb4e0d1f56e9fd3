ALTER TABLE `messages` ADD `lease_losses` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- Stands behind the budget: whatever the program believes, nobody gets more mail in a day than the settings' ceiling.
CREATE TRIGGER `messages_under_ceiling` BEFORE UPDATE OF `status` ON `messages`
WHEN NEW.`status` = 'data' AND NEW.`kind` = 'nurture'
BEGIN
	SELECT RAISE(ABORT, 'ceiling') WHERE (
		SELECT count(*) FROM `messages` AS `other`
		WHERE `other`.`lead_id` = NEW.`lead_id` AND `other`.`id` <> NEW.`id` AND `other`.`kind` = 'nurture'
			AND `other`.`status` IN ('data', 'sent', 'uncertain') AND `other`.`gate_at` > NEW.`gate_at` - 86400000
	) >= (SELECT CAST(`value` AS integer) FROM `meta` WHERE `name` = 'ceiling');
END;
