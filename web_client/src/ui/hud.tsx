// What lies over the room: who and where, the tools, the chat, the exhibit at hand.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { t } from '../i18n';
import { type Panel, plain, store } from '../store';
import { Banner } from './banner';
import { Chat } from './chat';
import { ExhibitCard } from './exhibit';
import { Guide } from './guide';
import { Help } from './help';
import { Icon } from './icons';
import { Marks } from './marks';
import { WalkPad } from './pad';
import { PointedLabel } from './pointed';
import { PictureLost } from './picture_lost';
import { People } from './people';
import { Doorway, Preparing, Where } from './rooms';
import { Settings } from './settings';

const toggle = (panel: Exclude<Panel, null>): void => {
  store.panel.value = store.panel.value === panel ? null : panel;
};

function Tool({ panel, badge }: { panel: Exclude<Panel, null>; badge?: number }): JSX.Element {
  const label = t(`hud.${panel}`);
  return (
    <button
      type="button"
      class="tool"
      aria-expanded={store.panel.value === panel}
      aria-controls="panel"
      onClick={() => toggle(panel)}
    >
      <Icon name={panel} />
      <span class="tool-label">{label}</span>
      {badge !== undefined && <span class="badge">{badge}</span>}
    </button>
  );
}

function Tools({ controller }: { controller: Controller }): JSX.Element {
  return (
    <nav class="tools glass" aria-label={t('hud.controls')}>
      <Tool panel="people" badge={store.members.value.length} />
      {store.headset.value === 'offered' && (
        <button type="button" class="tool" onClick={() => void controller.wearHeadset()}>
          <Icon name="headset" />
          <span class="tool-label">{t('hud.vr')}</span>
        </button>
      )}
      <Tool panel="help" />
      <Tool panel="settings" />
      <button type="button" class="tool" onClick={() => controller.leave()}>
        <Icon name="leave" />
        <span class="tool-label">{t('hud.leave')}</span>
      </button>
    </nav>
  );
}

function OpenPanel(): JSX.Element | null {
  switch (store.panel.value) {
    case 'people':
      return <People />;
    case 'help':
      return <Help />;
    case 'settings':
      return <Settings />;
    default:
      return null;
  }
}

export function Hud({ controller }: { controller: Controller }): JSX.Element {
  const list = plain.value;
  return (
    <div class={list ? 'hud plain' : 'hud'}>
      <header class="hud-top">
        <Where controller={controller} />
        <Tools controller={controller} />
      </header>
      <Banner controller={controller} />
      <main class="hud-main">
        <Chat controller={controller} />
        <Doorway controller={controller} />
        <ExhibitCard controller={controller} />
        {!list && <WalkPad controller={controller} />}
      </main>
      <div id="panel" class="panel-place">
        {list && store.panel.value === null ? <People /> : <OpenPanel />}
      </div>
      {!list && <Marks controller={controller} />}
      {!list && <PointedLabel />}
      {!list && <Guide controller={controller} />}
      <PictureLost />
      <Preparing controller={controller} />
    </div>
  );
}
