/** The life of a listing, as data: from a state, a step leads to a state. Nothing else may change a state. */
const STEPS = {
  draft: { open: 'live', ask: 'review' },
  review: { approve: 'live', block: 'blocked' },
  live: { pause: 'paused', doubt: 'review', block: 'blocked' },
  paused: { resume: 'live', block: 'blocked' },
  blocked: { ask: 'review' },
} as const

export type ListingState = keyof typeof STEPS
export type ListingStep = { [S in ListingState]: keyof (typeof STEPS)[S] }[ListingState]

export const LISTING_STATES = Object.keys(STEPS) as ListingState[]

/** The state a step leads to, or undefined when the step is not open from here. */
export function next(state: ListingState, step: ListingStep): ListingState | undefined {
  return (STEPS[state] as Partial<Record<ListingStep, ListingState>>)[step]
}

/** The steps that are open from a state, so that a page offers nothing that would be refused. */
export function openSteps(state: ListingState): ListingStep[] {
  return Object.keys(STEPS[state]) as ListingStep[]
}

/** What strangers may see: goods on sale, and goods that rest. */
export function isPublic(state: ListingState): boolean {
  return state === 'live' || state === 'paused'
}
