interface Placed {
  /** Offsets in the text. */
  start: number
  end: number
}

export interface ScalarNode extends Placed {
  kind: 'scalar'
  value: string | number | boolean | null
  style: 'plain' | 'single' | 'double' | 'block'
  /** A ` #` comment follows on the line: perhaps the rest of a text that wanted quotes. */
  comment: boolean
}

export interface ListNode extends Placed {
  kind: 'list'
  items: SourceNode[]
}

export interface MapNode extends Placed {
  kind: 'map'
  /** It stands in `{…}`. */
  isFlow?: boolean
  entries: MapEntry[]
}

/** Something already reported: whoever meets it stays silent. */
export interface RefusedNode extends Placed {
  kind: 'refused'
}

export interface MapEntry {
  key: string
  keyStart: number
  value: SourceNode
}

export type SourceNode = ScalarNode | ListNode | MapNode | RefusedNode
