// Which screen is shown: the entrance, the queue, the room, or how it ended; none while a headset is worn.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { inRoom, store } from '../store';
import { Announcer } from './announcer';
import { Closed } from './closed';
import { Ending } from './ending';
import { Entry } from './entry';
import { Hud } from './hud';
import { Queue } from './queue';

interface Props {
  readonly controller: Controller;
}

function Screen({ controller }: Props): JSX.Element | null {
  const phase = store.phase.value;
  if (store.headset.value === 'worn') return null; // `spatial` has all of it
  if (phase.name === 'waiting') return <Queue phase={phase} controller={controller} />;
  if (phase.name === 'ended' && phase.code === 'closed')
    return <Closed opensAt={phase.opensAt ?? null} again={() => controller.toEntrance()} />;
  if (phase.name === 'full' || phase.name === 'replaced' || phase.name === 'ended')
    return <Ending phase={phase} controller={controller} />;
  if (inRoom.value) return <Hud controller={controller} />;
  return <Entry controller={controller} />;
}

export function App(props: Props): JSX.Element {
  return (
    <>
      <Screen {...props} />
      <Announcer />
    </>
  );
}
