import { storeAlarmContract } from './store-alarms.ts'
import { storeChangeContract } from './store-changes.ts'
import { storeDoubtsContract } from './store-doubts.ts'
import { storeEpochContract } from './store-epoch.ts'
import { storeErasureContract } from './store-erasure.ts'
import { storeGateContract } from './store-gate.ts'
import { storeLeadContract } from './store-leads.ts'
import { storeMailContract } from './store-mail.ts'
import type { OpenStore } from './store-opening.ts'
import { storeOperationsContract } from './store-operations.ts'
import { storeReceiptContract } from './store-receipts.ts'
import { storeStatsContract } from './store-stats.ts'

/** What every adapter of `Store` must do. `open` gives a fresh, empty store each time. */
export function storeContract(open: OpenStore): void {
  storeReceiptContract(open)
  storeLeadContract(open)
  storeChangeContract(open)
  storeErasureContract(open)
  storeMailContract(open)
  storeDoubtsContract(open)
  storeGateContract(open)
  storeEpochContract(open)
  storeAlarmContract(open)
  storeOperationsContract(open)
  storeStatsContract(open)
}
