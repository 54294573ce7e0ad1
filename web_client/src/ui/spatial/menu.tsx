// The menu: at the wrist, and in front for who has one hand or none to point with.
import type { JSX } from 'preact';
import type { Controller } from '../../controller';
import { t } from '../../i18n';
import { preferences } from '../../preferences';
import { type Front, store, waitingCalls } from '../../store';
import { voicing } from '../../voicing';
import { meant } from '../exhibit';
import { Icon, type IconName } from '../icons';
import { Frame } from './frame';

interface Props {
  readonly controller: Controller;
}

interface ItemProps {
  readonly icon: IconName;
  readonly text: string;
  readonly act: () => void;
  readonly open?: boolean;
  readonly badge?: number;
  readonly strong?: boolean;
  /** Of what is on or off. */
  readonly pressed?: boolean;
}

function Item({ icon, text, act, open, badge = 0, strong, pressed }: ItemProps): JSX.Element {
  return (
    <button type="button" class={strong ? 'item strong' : 'item'} aria-expanded={open} aria-pressed={pressed} onClick={act}>
      <Icon name={icon} />
      <span>{text}</span>
      {badge > 0 && <span class="badge">{badge}</span>}
    </button>
  );
}

function Opens({ front, icon, text, badge }: { front: Exclude<Front, null>; icon: IconName; text: string; badge?: number }): JSX.Element {
  const open = store.front.value === front && store.card.value === null;
  const act = (): void => {
    store.card.value = null;
    store.front.value = open ? null : front;
  };
  return <Item icon={icon} text={text} act={act} open={open} {...(badge ? { badge } : {})} />;
}

/** First the headset comes off: what follows is to be read on the screen. */
async function leaveBranch({ wearing, leave }: { wearing: Controller['wearing']; leave: () => void }): Promise<void> {
  await wearing.leave();
  leave();
}

function Company(): JSX.Element {
  const unread = [...store.unread.value.values()].reduce((sum, count) => sum + count, 0);
  const several = (store.branch.value?.rooms.length ?? 0) > 1;
  return (
    <>
      <Opens front="people" icon="people" text={t('hud.people')} badge={store.members.value.length} />
      <Opens front="chat" icon="chat" text={t('hud.chat')} badge={unread} />
      <Opens front="reactions" icon="smile" text={t('headset.reactions')} />
      {meant() && <Opens front="exhibit" icon="closer" text={t('headset.here')} />}
      {several && <Opens front="rooms" icon="goto" text={t('list.rooms')} />}
    </>
  );
}

/** The microphone; and, while it is on and something has to be held, what can be pressed instead. */
function VoiceItems({ controller: { speaking } }: Props): JSX.Element | null {
  const { offered, microphone, latched, audience } = voicing;
  if (!offered.value) return null;
  const on = microphone.value === 'on';
  return (
    <>
      <Item icon={on ? 'microphone' : 'microphoneOff'} text={t(on ? 'voice.turnOff' : 'voice.on')} act={() => speaking.toggle()} pressed={on} />
      {audience.value !== null && preferences.talk.value === 'push' && (
        <Item icon="speaking" text={t(latched.value ? 'voice.stop' : 'voice.talk')} act={() => speaking.latch()} pressed={latched.value} strong />
      )}
    </>
  );
}

/** Also in the safe place: who needs help can call from there (K-1). */
function Staff(): JSX.Element | null {
  const role = store.me.value?.role;
  if (role === 'visitor') return <Opens front="call" icon="call" text={t('hud.call')} />;
  const waiting = waitingCalls.value;
  return role === 'staff' ? <Opens front="host" icon="host" text={t('host.title')} badge={waiting} /> : null;
}

export function MenuItems({ controller }: Props): JSX.Element {
  const { wearing } = controller;
  const aside = store.aside.value;
  return (
    <div class="items">
      {!aside && <Company />}
      {!aside && <VoiceItems controller={controller} />}
      <Staff />
      <Opens front="settings" icon="settings" text={t('hud.settings')} />
      <Opens front="help" icon="help" text={t('hud.help')} />
      {aside ? (
        <Item icon="shelter" text={t('aside.back')} act={() => wearing.stepBack()} strong />
      ) : (
        <Item icon="shelter" text={t('aside.go')} act={() => wearing.stepAside()} strong />
      )}
      <Item icon="headset" text={t('headset.leaveVr')} act={() => void wearing.leave()} />
      <Item icon="leave" text={t('headset.leaveBranch')} act={() => void leaveBranch({ wearing, leave: () => controller.leave() })} />
    </div>
  );
}

export function WristMenu({ controller }: Props): JSX.Element {
  return (
    <nav class="slab wrist" data-place="wrist" data-panel="wrist" aria-label={t('headset.menu')}>
      <MenuItems controller={controller} />
    </nav>
  );
}

export function FrontMenu({ controller }: Props): JSX.Element {
  return (
    <Frame name="menu" title={t('headset.menu')} back={false}>
      <MenuItems controller={controller} />
    </Frame>
  );
}
