/** Something a person should look at: raised once per key until it is cleared. */
export interface Alert {
  id: string
  key: string
  kind: string
  message: string
  nextAction: string
  raisedAt: number
  clearedAt: number | null
}
