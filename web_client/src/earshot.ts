// What voice needs of the page: the line, where heads are, and whom one hears.
import { Field } from './replica/fields';
import type { Controller } from './controller';
import { randomId } from './net/outbox';
import { plain, store } from './store';
import type { Around } from './voice/voice';

const EYES_M = 1.6; // over the floor of who has no picture of the room

export function earshotOf(controller: Controller): Around {
  const { visit } = controller;
  const pose = new Float32Array(Field.size);
  const own = new Float32Array(3);
  const now = (): number => performance.now();
  const slotOf = (member: string): number => visit.room.members.get(member)?.slot ?? -1;
  const shown = (slot: number): Float32Array | null => {
    if (!plain.peek() && controller.world && !document.hidden) {
      const figure = controller.world.others.cast.figure(slot);
      return figure?.known ? figure.pose : null;
    }
    return slot >= 0 && visit.tracks.at(slot, visit.clock.shown(now()), pose) ? pose : null;
  };
  return {
    send: (text) => controller.connection.sayOnce(text),
    makeId: randomId,
    now,
    tell: controller.tell,
    me: () => visit.member,
    slotOf,
    silent: (member) => store.muted.peek().has(member),
    headOf: (slot, out) => {
      const at = shown(slot);
      if (!at) return false;
      out[0] = at[Field.x];
      out[1] = at[Field.headY];
      out[2] = at[Field.z];
      return true;
    },
    ownHead: () => {
      const place = controller.place();
      if (!place) return null;
      own.set(place.position);
      own[1] += EYES_M;
      return own;
    },
    speaks: (member, on) => controller.world?.others.speak(slotOf(member), on),
  };
}
