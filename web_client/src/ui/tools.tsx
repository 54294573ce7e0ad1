// The tools that are always there: people, calling staff (or what staff have), help, settings, leaving; and the open panel.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { preferences } from '../preferences';
import { type Panel, plain, store, waitingCalls } from '../store';
import { CallPanel } from './call';
import { Help } from './help';
import { HostPanel } from './host';
import { Icon, type IconName } from './icons';
import { People } from './people';
import { Settings } from './settings';
import { MicrophoneTool } from './voice';

interface Props {
  readonly controller: Controller;
}

const toggle = (panel: Exclude<Panel, null>): void => {
  store.panel.value = store.panel.value === panel ? null : panel;
};

function Tool({ panel, badge }: { panel: Exclude<Panel, null>; badge?: number }): JSX.Element {
  return (
    <button
      type="button"
      class="tool"
      aria-expanded={store.panel.value === panel}
      aria-controls="panel"
      onClick={() => toggle(panel)}
    >
      <Icon name={panel} />
      <span class="tool-label">{t(`hud.${panel}`)}</span>
      {badge !== undefined && <span class="badge">{badge}</span>}
    </button>
  );
}

function Action({ icon, text, act }: { icon: IconName; text: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="tool" onClick={act}>
      <Icon name={icon} />
      <span class="tool-label">{text}</span>
    </button>
  );
}

/** Visitors call staff from wherever they are; staff see how many wait. */
function StaffTool(): JSX.Element | null {
  const role = store.me.value?.role;
  if (role === 'visitor') return <Tool panel="call" />;
  const waiting = waitingCalls.value;
  return role === 'staff' ? <Tool panel="host" {...(waiting > 0 && { badge: waiting })} /> : null;
}

/** People have a part of their own in the list. */
export function Tools({ controller }: Props): JSX.Element {
  const list = plain.value;
  return (
    <nav class="tools glass" aria-label={t('hud.controls')}>
      {!list && <Tool panel="people" badge={store.members.value.length} />}
      {list && store.graphics.value !== 'off' && (
        <Action icon="space" text={t('list.to3d')} act={() => (preferences.view.value = 'space')} />
      )}
      {!list && store.headset.value === 'offered' && (
        <Action icon="headset" text={t('hud.vr')} act={() => void controller.wearHeadset()} />
      )}
      <MicrophoneTool controller={controller} />
      <StaffTool />
      <Tool panel="help" />
      <Tool panel="settings" />
      <Action icon="leave" text={t('hud.leave')} act={() => controller.leave()} />
    </nav>
  );
}

export function OpenPanel({ controller }: Props): JSX.Element | null {
  switch (store.panel.value) {
    case 'people':
      return <People controller={controller} />;
    case 'call':
      return <CallPanel controller={controller} />;
    case 'host':
      return <HostPanel controller={controller} />;
    case 'help':
      return <Help controller={controller} />;
    case 'settings':
      return <Settings />;
    default:
      return null;
  }
}
