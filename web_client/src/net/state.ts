// Puts the chunks of a fresh state together (PROTOCOL.md S-2).
import type { RoomState, StateChunk } from '../protocol/generated';

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
    return JSON.parse(text) as RoomState;
  }
}
