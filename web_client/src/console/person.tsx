// The card of one person in the console: what is known of them, and what one's role lets one do about them.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { lookOf } from '../avatars/look';
import { localised, t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';
import { Act } from '../ui/act';
import { Bust } from '../ui/bust';
import { Icon } from '../ui/icons';
import { Answer, Deeds, isDoing, StaffDeed } from '../ui/staff_acts';
import type { Desk } from './desk';
import { About, beenHere } from './people';
import { besideThing, seatsInWords } from './plan';
import { desk } from './state';

interface Props {
  readonly controller: Desk;
  readonly member: MemberView;
}

interface Goal {
  readonly value: string;
  readonly text: string;
}

/** Exhibits beside which there is floor, and seats that are free. */
function goals(controller: Desk): { things: readonly Goal[]; seats: readonly Goal[] } {
  const { exhibits = [], seats = [] } = store.scene.value ?? {};
  const taken = new Set(store.members.value.map(({ seat }) => seat));
  const things = exhibits
    .filter(({ position }) => besideThing(position, desk.floor.value, controller.visit.box))
    .map(({ id, title }) => ({ value: `exhibit ${id}`, text: t('console.people.inviteExhibit', { exhibit: localised(title) }) }));
  const free = seatsInWords(seats, exhibits)
    .filter(({ seat }) => !taken.has(seat.seat))
    .map(({ seat, number, near }) => ({
      value: `seat ${seat.seat}`,
      text: near
        ? t('console.people.inviteSeatNear', { number, exhibit: localised(near.title) })
        : t('console.people.inviteSeat', { number }),
    }));
  return { things, seats: free };
}

function Group({ label, goals: some }: { label: string; goals: readonly Goal[] }): JSX.Element | null {
  if (some.length === 0) return null;
  return (
    <optgroup label={label}>
      {some.map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </optgroup>
  );
}

function Invite({ controller, member: { member } }: Props): JSX.Element {
  const chosen = useSignal('');
  const { things, seats } = goals(controller);
  const goal = [...things, ...seats].some(({ value }) => value === chosen.value) ? chosen.value : (things[0] ?? seats[0])?.value;
  if (!goal) return <p class="hint">{t('console.people.noPlaces')}</p>;
  const submit = (event: Event): void => {
    event.preventDefault();
    const [kind, ...rest] = goal.split(' ');
    const id = rest.join(' ');
    void controller.invite(member, kind === 'seat' ? { seat: id } : { exhibit: id });
  };
  return (
    <form class="invite" onSubmit={submit}>
      <div class="field">
        <label for="invite-to">{t('console.people.invitePlace')}</label>
        <select id="invite-to" value={goal} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          <Group label={t('console.people.things')} goals={things} />
          <Group label={t('console.people.seats')} goals={seats} />
        </select>
      </div>
      <button class="secondary small">{t('console.people.invite')}</button>
    </form>
  );
}

function Acts(props: Props): JSX.Element {
  const { controller, member: { member, name, role, away, aside } } = props;
  const { rights } = store;
  const call = store.calls.value.find(({ caller }) => caller === member);
  if (role === 'staff')
    return (
      <>
        <p class="hint">{t('console.people.colleague')}</p>
        <div class="acts">
          <Act icon="chat" text={t('console.people.write')} act={() => controller.writeTo(member)} />
        </div>
      </>
    );
  return (
    <>
      <div class="acts" role="group" aria-label={t('staff.acts', { name })}>
        {call && <Answer controller={controller} call={call} />}
        {rights.value.has('greet') && <Act icon="wave" text={t('console.people.greet')} act={() => void controller.greet(member)} />}
        <Act icon="chat" text={t('console.people.write')} act={() => controller.writeTo(member)} />
        <Deeds member={member} />
      </div>
      {rights.value.has('member.invite') && !away && !aside && <Invite {...props} />}
    </>
  );
}

/** Takes the focus when it opens, and gives it back. */
function useFocus(): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return heading;
}

function Card(props: Props): JSX.Element {
  const heading = useFocus();
  const { member } = props;
  const own = member.member === store.me.value?.member;
  const close = (): void => void (store.card.value = null);
  const since = beenHere(member.member);
  return (
    <section
      id="person"
      class="person-card"
      role="dialog"
      aria-labelledby="person-title"
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && close()}
    >
      <header>
        <Bust look={lookOf(member.avatar, member.role, null)} />
        <div>
          <h2 id="person-title" ref={heading} tabIndex={-1}>
            {member.name}
          </h2>
          {since && <p class="hint figures">{since}</p>}
        </div>
        <button type="button" class="round quiet" aria-label={t('hud.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <p class="tags">
        <About member={member} />
      </p>
      {own && <p class="hint">{t('console.people.ownSelf')}</p>}
      {!own && (isDoing(member.member) ? <StaffDeed {...props} /> : <Acts {...props} />)}
    </section>
  );
}

export function PersonCard({ controller }: Pick<Props, 'controller'>): JSX.Element | null {
  const open = store.card.value;
  const member = open && store.members.value.find((one) => one.member === open.member);
  return member ? <Card key={member.member} controller={controller} member={member} /> : null;
}
