// Beside the hand that holds an exhibit: turning it by buttons, offering it, putting it back.
import type { JSX } from 'preact';
import type { Controller } from '../../controller';
import { localised } from '../../i18n';
import { store } from '../../store';
import { Hold } from '../exhibit_hold';
import { Frame } from './frame';

export function Held({ controller }: { controller: Controller }): JSX.Element | null {
  const id = store.holding.value;
  const about = store.scene.value?.exhibits.find((one) => one.id === id);
  const state = id === null ? undefined : store.exhibits.value.get(id);
  if (!about || !state || store.front.value === 'exhibit') return null;
  return (
    <Frame name="held" place="hand" title={localised(about.title)} close={() => controller.handling.putBack()}>
      <Hold controller={controller} about={about} state={state} />
    </Frame>
  );
}
