// The frame of a side panel: a heading and a way to close it.
import type { ComponentChildren, JSX } from 'preact';
import { t } from '../i18n';
import { store } from '../store';
import { Icon } from './icons';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function SidePanel({ title, children }: Props): JSX.Element {
  return (
    <aside class="panel glass" aria-labelledby="panel-title">
      <header>
        <h2 id="panel-title">{title}</h2>
        {store.panel.value !== null && (
          <button type="button" class="round quiet" aria-label={t('hud.close')} onClick={() => (store.panel.value = null)}>
            <Icon name="close" />
          </button>
        )}
      </header>
      {children}
    </aside>
  );
}
