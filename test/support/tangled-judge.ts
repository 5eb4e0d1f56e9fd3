import type { Tangle } from './tangled-product.ts'

/** What must hold at every moment, as questions that find what breaks it. */
const ALWAYS: Record<string, string> = {
  'an ended enrollment without its event': `SELECT e.id FROM enrollments e WHERE e.ended_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM events v WHERE v.lead_id = e.lead_id AND v.kind = 'enrollment-ended' AND v.data ->> 'enrollmentId' = e.id)`,
  'an ended enrollment with two ends': `SELECT data ->> 'enrollmentId' FROM events WHERE kind = 'enrollment-ended'
    GROUP BY 1 HAVING count(*) > 1`,
  'an enrollment without its beginning': `SELECT e.id FROM enrollments e WHERE NOT EXISTS (SELECT 1 FROM events v
    WHERE v.lead_id = e.lead_id AND v.kind IN ('enrolled', 'inquiry-waits') AND v.data ->> 'enrollmentId' = e.id)`,
  'more than one active or waiting enrollment': `SELECT lead_id FROM enrollments WHERE status IN ('active', 'waiting')
    GROUP BY lead_id, status HAVING count(*) > 1`,
  'a waiting enrollment with nothing before it': `SELECT w.id FROM enrollments w WHERE w.status = 'waiting' AND NOT EXISTS (
    SELECT 1 FROM enrollments a WHERE a.lead_id = w.lead_id AND a.status = 'active')`,
  'a live mail without a time or a lease': `SELECT id FROM messages WHERE (status = 'due' AND due_at IS NULL)
    OR (status IN ('claimed', 'data') AND lease_until IS NULL) OR status = 'planned'`,
  'a final mail with a time or a lease': `SELECT id FROM messages
    WHERE status NOT IN ('due', 'claimed', 'data') AND (due_at IS NOT NULL OR lease_until IS NOT NULL)`,
  'an enrollment that nothing will ever wake': `SELECT e.id FROM enrollments e WHERE e.status IN ('active', 'waiting')
    AND e.due_at IS NULL AND NOT (e.phase = 'wait' AND e.step LIKE 'wait-for%') AND NOT EXISTS (
      SELECT 1 FROM messages m WHERE m.origin_id = e.id AND m.purpose = e.step AND m.status IN ('due', 'claimed', 'data', 'held'))`,
  'a score that is not the sum of its entries': `SELECT l.id FROM leads l
    WHERE l.score <> (SELECT coalesce(sum(points), 0) FROM scores s WHERE s.lead_id = l.id)`,
  'a receipt with two inquiries': 'SELECT receipt_id FROM inquiries GROUP BY receipt_id HAVING count(*) > 1',
  'a mail without its event': `SELECT m.id FROM messages m WHERE m.kind = 'nurture' AND NOT EXISTS (SELECT 1 FROM events v
    WHERE v.lead_id = m.lead_id AND v.kind IN ('mail-planned', 'mail-skipped') AND v.data ->> 'messageId' = m.id)`,
  'a settled mail whose end has no event': `SELECT m.id FROM messages m WHERE m.kind = 'nurture'
    AND m.status IN ('sent', 'uncertain', 'held', 'failed', 'suppressed', 'cancelled') AND NOT EXISTS (SELECT 1 FROM events v
      WHERE v.lead_id = m.lead_id AND v.data ->> 'messageId' = m.id
        AND (v.kind = 'mail-' || m.status OR (m.status = 'sent' AND v.kind = 'mail-resolved')))`,
  'mail under way for a silenced lead': `SELECT m.id FROM messages m JOIN leads l ON l.id = m.lead_id
    WHERE m.kind = 'nurture' AND m.status IN ('due', 'claimed', 'held') AND m.resent_by IS NULL
      AND l.status IN ('do-not-contact', 'erased')`,
  'a running enrollment of a silenced lead': `SELECT e.id FROM enrollments e JOIN leads l ON l.id = e.lead_id
    WHERE e.status IN ('active', 'waiting') AND l.status IN ('do-not-contact', 'erased', 'disqualified')`,
  'a suppression without its event': `SELECT s.id FROM suppressions s WHERE NOT EXISTS (
    SELECT 1 FROM events v WHERE v.kind = 'suppressed' AND v.data ->> 'suppressionId' = s.id)`,
  'text of an erased person': `SELECT l.id FROM leads l WHERE l.status = 'erased' AND (l.email IS NOT NULL OR EXISTS (
    SELECT 1 FROM suppressions s WHERE s.lead_id = l.id AND s.label IS NOT NULL) OR EXISTS (
    SELECT 1 FROM messages m WHERE m.lead_id = l.id AND m."to" IS NOT NULL))`,
  'a signal taken twice or by nobody that was there': `SELECT s.id FROM signals s WHERE s.consumed_by IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.id = s.consumed_by AND e.lead_id = s.lead_id)`,
  'an answer that acted twice': `SELECT data ->> 'text' FROM signals WHERE kind = 'reply' AND data ->> 'text' LIKE 'answer %'
    GROUP BY 1 HAVING count(*) > 1`,
  'something heard without its event': `SELECT i.id FROM inbound i WHERE i.lead_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM events v WHERE v.lead_id = i.lead_id AND v.kind IN ('signal-received', 'automatic-answer', 'mail-returned'))`,
}

/** What must hold when nothing is left to do. */
const AT_REST: Record<string, string> = {
  'an accepted receipt without its inquiry': `SELECT r.id FROM receipts r WHERE r.outcome = 'accepted' AND (
    r.inquiry_id IS NULL OR r.processed_at IS NULL
    OR NOT EXISTS (SELECT 1 FROM inquiries i WHERE i.receipt_id = r.id AND i.id = r.inquiry_id))`,
  'a mail that never came to its end': `SELECT id FROM messages WHERE status IN ('due', 'claimed', 'data')`,
}

export function brokenNow({ file }: Tangle): string[] {
  return ask(file, ALWAYS)
}

export function brokenAtRest(tangled: Tangle): string[] {
  return [...brokenNow(tangled), ...ask(tangled.file, AT_REST), ...wrongGates(tangled)]
}

function ask(file: Tangle['file'], questions: Record<string, string>): string[] {
  return Object.entries(questions).flatMap(([what, sql]) => {
    const found = file.prepare(sql).pluck().all() as string[]
    return found.length === 0 ? [] : [`${what}: ${found.join(', ')}`]
  })
}

/** Gates that a stop should have kept shut, and gates that opened once more without a certain no or a person's word. */
function wrongGates({ gates, ends, file }: Tangle): string[] {
  const against = gates.flatMap(gate => gate.against.map(because => `${gate.messageId} left although ${because}`))
  const ids = [...new Set(gates.map(({ messageId }) => messageId))]
  const resends = file
    .prepare(
      `SELECT count(*) FROM events WHERE kind = 'mail-resolved' AND data ->> 'as' = 'resend' AND data ->> 'messageId' = ?`,
    )
    .pluck()
  const twice = ids.filter(id => {
    const opened = gates.filter(({ messageId }) => messageId === id).length
    const refusals = (ends.get(id) ?? []).filter(end => end === 'refused').length
    return opened > 1 + refusals + (resends.get(id) as number)
  })
  const steps = new Map<string, string>()
  const doubled = gates.filter(({ enrollmentId, purpose, messageId }) => {
    const first = steps.get(`${enrollmentId} ${purpose}`) ?? messageId
    steps.set(`${enrollmentId} ${purpose}`, first)
    return first !== messageId
  })
  return [
    ...against,
    ...twice.map(id => `${id} left twice`),
    ...doubled.map(({ messageId }) => `${messageId} is a second mail of its step`),
  ]
}
