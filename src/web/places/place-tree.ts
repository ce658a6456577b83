import type { Place } from '../api/client.ts'

/** Findings need a place at building level or finer; a patrol may cover more. */
const COARSE = ['community', 'grid', 'estate']

export const isFineEnough = (place: Place): boolean => !COARSE.includes(place.kind)

/** The active places right below one, in the order people count: 2幢 before 10幢. */
export function placesBelow(places: readonly Place[], parentId: string | null): Place[] {
  return places.filter(place => place.active && place.parentId === parentId).sort(asPeopleCount)
}

/** From the root down to a place, itself included. */
export function wayTo(places: readonly Place[], id: string | null): Place[] {
  const way: Place[] = []
  for (let at = places.find(place => place.id === id); at; ) {
    way.unshift(at)
    const parentId: string | null = at.parentId
    at = places.find(place => place.id === parentId)
  }
  return way
}

/** Active places whose name, or way, contains every word. `3幢 5层` finds the floor. */
export function findPlaces(places: readonly Place[], wanted: string): Place[] {
  const words = wanted.trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const met = places.filter(({ active, namePath }) => active && words.every(word => namePath.includes(word)))
  const depth = ({ path }: Place): number => path.split('/').length
  return met.sort((a, b) => depth(a) - depth(b) || asPeopleCount(a, b)).slice(0, 60)
}

const collator = new Intl.Collator('zh-CN', { numeric: true })
const asPeopleCount = (a: Place, b: Place): number => collator.compare(a.namePath, b.namePath)

/** The place that a code on a wall stands for: its address in this app, its id, or its path. */
export function placeOfCode(places: readonly Place[], code: string): Place | undefined {
  const text = code.trim()
  const id = /\/p\/([0-9a-f-]{36})\/?$/i.exec(text)?.[1] ?? text
  return places.find(place => place.active && (place.id === id || place.path === id))
}
