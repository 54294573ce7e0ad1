// Puts the chunks of a fresh state together (PROTOCOL.md S-2).
import type { MemberView, RoomState, StateChunk } from '../protocol/generated';

/** What is left out of a member where it is so. */
const LEFT_OUT = { staff: null, seat: null, aside: false, watching: false } as const satisfies Partial<MemberView>;

export class StateAssembly {
  private parts: string[] = [];

  reset(): void {
    this.parts = [];
  }

  /** The state when this was its last part. A first part begins anew; parts out of order are a defect. */
  add(chunk: StateChunk): RoomState | null {
    if (chunk.part === 0) this.parts = [];
    if (chunk.part !== this.parts.length) throw new Error('a part of the state is missing');
    this.parts.push(chunk.data);
    if (this.parts.length < chunk.of) return null;
    const text = this.parts.join('');
    this.reset();
    const state = JSON.parse(text) as RoomState;
    return { ...state, members: state.members.map((member) => ({ ...LEFT_OUT, ...member })) };
  }
}
