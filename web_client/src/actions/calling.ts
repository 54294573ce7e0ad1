// A visitor calls staff (PROTOCOL.md K): asks, hears at which place they wait and who comes, or asks no longer.
import { t } from '../i18n';
import type { CallView } from '../protocol/generated';
import type { StaffChange } from '../replica/staff_matters';
import type { Send, Tell } from './commands';

type CallChange = StaffChange & { kind: 'call' };

export class Calling {
  /** `say` only aloud. */
  constructor(
    private readonly send: Send,
    private readonly tell: Tell,
    private readonly say: (text: string) => void,
    private readonly nameOf: (member: string | null) => string,
  ) {}

  // ---- what a person does

  /** True once staff have it; it is no matter if they had it before. */
  async call(topic: string): Promise<boolean> {
    const about = topic.trim();
    const outcome = await this.send({ type: 'staff.call', topic: about === '' ? null : about });
    const heard = outcome.kind === 'accepted' || (outcome.kind === 'refused' && outcome.reason === 'unchanged');
    if (!heard) this.tell(t('call.failed'), true);
    return heard;
  }

  cancel(): void {
    void this.send({ type: 'staff.call_cancel' });
  }

  // ---- what the visit reports

  /** Of one's own call: what its notice shows is only said aloud. */
  changed(change: CallChange): void {
    const text = this.words(change);
    if (!text) return;
    const shown = change.what === 'asked' || change.what === 'taken' || (change.what === 'moved' && change.by === null);
    if (shown) this.say(text);
    else this.tell(text, false);
  }

  private words({ call, what, by }: CallChange): string | null {
    switch (what) {
      case 'asked':
        return t('call.asked', { place: placeWords(call) });
      case 'moved':
        return by === null ? placeWords(call) : t('call.again', { name: this.nameOf(by) });
      case 'taken':
        return t('call.onWay', { name: this.nameOf(by) });
      case 'cancelled':
        return t('call.cancelled');
      case 'done':
        return t('call.done', { name: this.nameOf(by) });
      case 'gone':
        return null; // one is in another room by now
    }
  }
}

/** Where a caller waits whom nobody has taken yet. */
export function placeWords({ place }: CallView): string {
  return place === null || place === 1 ? t('call.next') : t('call.place', { place });
}
