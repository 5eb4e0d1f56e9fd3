import { Gauge, Registry } from 'prom-client'
import type { HttpDeps } from './deps.ts'

type Counts = Record<string, number>

/** The state of the product in the Prometheus text format, read at the moment of the scrape. */
export async function writeMetrics(deps: HttpDeps): Promise<{ text: string; contentType: string }> {
  const [stats, alerts, health] = await Promise.all([
    deps.engine.readStats(),
    deps.engine.listAlerts(),
    deps.engine.readHealth(),
  ])
  const registry = new Registry()
  const family = (name: string, label: string, help: string, counts: Counts) => {
    const gauge = new Gauge({ name, help, labelNames: [label], registers: [registry] })
    for (const [value, count] of Object.entries(counts)) gauge.set({ [label]: value }, count)
  }
  const single = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers: [registry] }).set(value)

  family('tend_receipts', 'outcome', 'Deliveries taken in, by outcome', stats.receipts)
  family('tend_leads', 'status', 'Leads, by status', stats.leads)
  family('tend_enrollments', 'status', 'Enrollments, by status', stats.enrollments)
  family('tend_messages', 'status', 'Messages, by status', stats.messages)
  family('tend_escalations', 'status', 'Escalations, by status', stats.escalations)
  single('tend_due_now', 'Rows whose time has come', stats.dueNow)
  single('tend_oldest_due_seconds', 'Age of the oldest row whose time has come', stats.oldestDueSeconds)
  single('tend_late24h', 'First touches that came, or are, later than promised', stats.late24h)
  family('tend_late24h_by_cause', 'cause', 'The same, by what holds them up or made them late', stats.lateBecause)
  single(
    'tend_lost_alarms',
    'Rows that the sweep of this process found after their alarm should have rung',
    health.lostAlarms,
  )
  single('tend_alerts', 'Alerts that nobody has cleared', alerts.length)
  single('tend_degraded', 'Things that are poorer than they should be', health.degraded.length)
  family('tend_build', 'version', 'The running version', { [deps.version]: 1 })
  return { text: await registry.metrics(), contentType: registry.contentType }
}
