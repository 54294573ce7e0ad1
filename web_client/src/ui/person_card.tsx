// One person: who they are, and what one can do: go to them, write to them, mute them for oneself, report them.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { lookOf } from '../avatars/look';
import type { Controller } from '../controller';
import { t } from '../i18n';
import type { MemberView } from '../protocol/generated';
import { store } from '../store';
import { voicing } from '../voicing';
import { Act } from './act';
import { Bust } from './bust';
import { Icon } from './icons';
import { Tags } from './people';
import { Report } from './report';
import { isDoing, StaffActs, StaffDeed } from './staff_acts';

interface Props {
  readonly controller: Controller;
  readonly member: MemberView;
}

/** On an upright phone the list of people lies over the room and its chat: it makes way for what one goes on to do. */
function makeWay(): void {
  if (matchMedia('(max-width: 760px) and (orientation: portrait)').matches) store.panel.value = null;
}

function goTo(controller: Controller, member: string): void {
  makeWay();
  controller.company.takeTo(member);
}

/** Writing goes on in the chat: its field has the focus. */
function writeTo(controller: Controller, member: string): void {
  makeWay();
  controller.talk.open(member);
  store.card.value = null;
  if (store.headset.value === 'worn') store.front.value = 'chat';
  document.getElementById('say')?.focus();
}

export function PersonActions(props: Props): JSX.Element {
  if (isDoing(props.member.member)) return <StaffDeed {...props} />;
  return (
    <>
      <StaffActs {...props} />
      <OwnActs {...props} />
    </>
  );
}

/** For staff: a conversation that nobody else hears, of oneself, this one and whoever is in it. */
function Aside({ controller, member }: { controller: Controller; member: string }): JSX.Element | null {
  const group = voicing.group.value?.members ?? [];
  if (!voicing.offered.value || !store.rights.value.has('voice.group') || group.includes(member)) return null;
  return <Act icon="lock" text={t(group.length > 0 ? 'voice.asideAdd' : 'voice.aside')} act={() => controller.speaking.takeAside(member)} />;
}

function OwnActs({ controller, member: { member, name } }: Props): JSX.Element {
  const { company } = controller;
  const muted = store.muted.value.has(member);
  return (
    <div class="acts" role="group" aria-label={t('people.actions', { name })}>
      <Act icon="goto" text={t('people.takeMe')} act={() => goTo(controller, member)} />
      <Act icon="chat" text={t('people.write')} act={() => writeTo(controller, member)} />
      <Aside controller={controller} member={member} />
      {muted ? (
        <Act icon="heard" text={t('people.unmute')} act={() => company.unmute(member)} />
      ) : (
        <Act icon="muted" text={t('people.mute')} act={() => company.mute(member)} />
      )}
      <Act icon="flag" text={t('people.report')} act={() => company.consider(member)} />
      <p class="hint">{t(muted ? 'people.mutedHint' : 'people.muteHint')}</p>
    </div>
  );
}

/** Takes the focus, and gives it back to where it was. */
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

function Card({ controller, member, report }: Props & { report: boolean }): JSX.Element {
  const heading = useFocus();
  const { name } = member;
  const distance = controller.company.distance(member);
  return (
    <section class={report ? 'person-card reporting glass' : 'person-card glass'} role="dialog" aria-labelledby="person-title">
      <header>
        <Bust look={lookOf(member.avatar, member.role, null)} />
        <div>
          <h2 id="person-title" ref={heading} tabIndex={-1}>
            {report ? t('report.title', { name }) : name}
          </h2>
          {!report && (
            <p class="hint">
              <Tags member={member} /> {distance !== null && t('people.metres', { metres: Math.round(distance) })}
            </p>
          )}
        </div>
        <button type="button" class="round quiet" aria-label={t('hud.close')} onClick={() => controller.company.card(null)}>
          <Icon name="close" />
        </button>
      </header>
      {report ? <Report controller={controller} member={member} /> : <PersonActions controller={controller} member={member} />}
    </section>
  );
}

/** Whoever was clicked in the room, or is to be reported. */
export function PersonCard({ controller }: Pick<Props, 'controller'>): JSX.Element | null {
  const open = store.card.value;
  const member = open && store.members.value.find((one) => one.member === open.member);
  if (!open || !member) return null;
  return <Card key={`${open.member} ${open.report}`} controller={controller} member={member} report={open.report} />;
}
