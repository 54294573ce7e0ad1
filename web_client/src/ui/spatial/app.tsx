// What a wearer of a headset sees in place of the screen's panels. Each child of the host is a panel in the room
// (`data-place` says where, `data-panel` its name); what there is follows the same store as the screen.
import '../styles/spatial.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Controller } from '../../controller';
import { store } from '../../store';
import { Captions } from './captions';
import { frontIsOpen, InFront } from './fronts';
import { Held } from './held';
import { Keyboard } from './keyboard';
import { WristMenu } from './menu';
import { Prompts } from './prompts';
import { useField } from './field';

interface Props {
  readonly controller: Controller;
}

/** At the entrance one chooses a name and a look, on the screen. */
function useEntrance({ controller }: Props): void {
  const outside = store.phase.value.name === 'idle' && store.wish.value === null;
  useEffect(() => {
    if (outside) void controller.wearing.leave();
  }, [outside, controller]);
}

export function SpatialApp({ controller }: Props): JSX.Element {
  useEntrance({ controller });
  const field = useField();
  const writes = field !== null && controller.wearing.worn?.systemKeyboard !== true;
  return (
    <>
      <WristMenu controller={controller} />
      <InFront controller={controller} />
      <Held controller={controller} />
      {writes ? <Keyboard field={field} /> : <Prompts controller={controller} alone={!frontIsOpen()} />}
      <Captions />
    </>
  );
}
