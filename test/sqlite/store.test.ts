import { describe } from 'vitest'
import { storeContract } from '../contracts/store.ts'
import { openTestStore } from '../support/store.ts'

describe('the SQLite store', () => storeContract(openTestStore))
