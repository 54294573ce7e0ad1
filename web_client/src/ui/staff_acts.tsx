// What staff may do about one person, as far as their role lets them: go and greet, invite, answer a call, mute, take out, keep out.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { type Key, t } from '../i18n';
import type { CallView, MemberView } from '../protocol/generated';
import { may, store } from '../store';
import { Act } from './act';
import type { IconName } from './icons';
import { WhyForm } from './why';

const SPANS = { hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 } as const;
type Span = keyof typeof SPANS;
type Deed = 'mute' | 'unmute' | 'remove' | 'ban';

interface Props {
  readonly controller: Pick<Controller, 'service'>;
  readonly member: MemberView;
}

/** What one is about to do, and to whom. */
const doing = signal<{ readonly member: string; readonly deed: Deed } | null>(null);
const span = signal<Span>('hour');
const network = signal(false);

/** Something that needs a reason is being done to this member. */
export function isDoing(member: string): boolean {
  return doing.value?.member === member;
}

/** Of a caller: to go, or, having gone, to say that they were helped. */
export function Answer({ controller, call }: Pick<Props, 'controller'> & { call: CallView }): JSX.Element | null {
  const { hosting } = controller.service;
  if (!may('call.answer')) return null;
  if (call.by === null) return <Act icon="call" text={t('call.take')} act={() => void hosting.take(call.caller)} />;
  return call.by === store.me.value?.member ? <Act icon="host" text={t('call.finish')} act={() => void hosting.finish(call.caller)} /> : null;
}

function Begin({ member, deed, icon }: { member: string; deed: Deed; icon: IconName }): JSX.Element {
  return <Act icon={icon} text={t(`host.${deed}`)} act={() => (doing.value = { member, deed })} />;
}

/** What needs a reason. */
export function Deeds({ member }: { member: string }): JSX.Element {
  const silenced = store.silenced.value.has(member);
  return (
    <>
      {may('member.mute') && <Begin member={member} deed={silenced ? 'unmute' : 'mute'} icon={silenced ? 'heard' : 'muted'} />}
      {may('member.remove') && <Begin member={member} deed="remove" icon="leave" />}
      {may('member.ban') && <Begin member={member} deed="ban" icon="lock" />}
    </>
  );
}

export function StaffActs({ controller, member: { member, name, role } }: Props): JSX.Element | null {
  if (store.rights.value.size === 0 || role === 'staff') return null;
  const { hosting } = controller.service;
  const call = store.calls.value.find(({ caller }) => caller === member);
  return (
    <div class="acts of-staff" role="group" aria-label={t('staff.acts', { name })}>
      {call && <Answer controller={controller} call={call} />}
      {may('greet') && <Act icon="wave" text={t('host.greet')} act={() => void hosting.greet(member)} />}
      {may('member.invite') && <Act icon="down" text={t('host.invite')} act={() => void hosting.invite(member)} />}
      <Deeds member={member} />
    </div>
  );
}

// ---- with a reason

function BanFields(): JSX.Element {
  return (
    <>
      <fieldset class="choice">
        <legend>{t('host.span')}</legend>
        {(Object.keys(SPANS) as Span[]).map((one) => (
          <label key={one}>
            <input type="radio" name="span" checked={span.value === one} onChange={() => (span.value = one)} />
            <span>{t(`host.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="choice">
        <label>
          <input type="checkbox" checked={network.value} onChange={(event) => (network.value = event.currentTarget.checked)} />
          <span>{t('host.network')}</span>
        </label>
      </fieldset>
    </>
  );
}

export function StaffDeed({ controller, member: { member, name } }: Props): JSX.Element | null {
  const deed = doing.value?.deed;
  if (!deed || !isDoing(member)) return null;
  const { hosting } = controller.service;
  const back = (): void => void (doing.value = null);
  return (
    <WhyForm
      key={`${member} ${deed}`}
      title={t(`host.${deed}Title` as Key, { name })}
      act={t(`host.${deed}Do` as Key)}
      back={back}
      submit={(why) => {
        if (deed === 'remove') return hosting.remove(member, why);
        if (deed === 'ban') return hosting.ban(member, SPANS[span.value], network.value, why);
        return hosting.mute(member, deed === 'mute', why);
      }}
    >
      {deed === 'ban' && <BanFields />}
    </WhyForm>
  );
}
