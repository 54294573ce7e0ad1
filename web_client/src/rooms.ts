// Which of the branch's rooms one wants, and how the address says so.
import type { BranchRoom } from './net/api';
import type { Welcome } from './protocol/generated';

const PARAMETER = 'room';

/** The room that the address names, else the one where one was `before`, else the door: the first. */
export function roomToEnter(rooms: readonly BranchRoom[], search: string, before: string | undefined): BranchRoom | null {
  const asked = new URLSearchParams(search).get(PARAMETER);
  return find(rooms, asked) ?? find(rooms, before) ?? rooms[0] ?? null;
}

/** The page's address in `room`, to be kept or given to somebody. The first room needs no name. */
export function addressOf(address: string, room: string, rooms: readonly BranchRoom[]): string {
  const url = new URL(address);
  if (room === rooms[0]?.room) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, room);
  return url.href;
}

/** The room that a welcome lets one into; one that was opened after the page came has no title yet. */
export function roomOf({ room, scene, capacity }: Welcome, rooms: readonly BranchRoom[]): BranchRoom {
  return find(rooms, room) ?? { room, title: { en: room }, scene, capacity };
}

function find(rooms: readonly BranchRoom[], room: string | null | undefined): BranchRoom | undefined {
  return rooms.find((one) => one.room === room);
}
