// What lies over the room: who and where, the tools, the chat, the exhibit at hand.
import type { JSX } from 'preact';
import type { Controller } from '../controller';
import { plain, store } from '../store';
import { Banner } from './banner';
import { Chat } from './chat';
import { ExhibitCard } from './exhibit';
import { Guide } from './guide';
import { Invitations } from './invitations';
import { ListView } from './list_view';
import { Marks } from './marks';
import { WalkPad } from './pad';
import { PointedLabel } from './pointed';
import { PictureLost } from './picture_lost';
import { PersonCard } from './person_card';
import { Doorway, Preparing, Where } from './rooms';
import { OnTable } from './table';
import { OpenPanel, Tools } from './tools';

export function Hud({ controller }: { controller: Controller }): JSX.Element {
  if (store.onTable.value) return <OnTable controller={controller} />;
  if (plain.value) return <ListView controller={controller} />;
  return (
    <div class="hud">
      <header class="hud-top">
        <Where controller={controller} />
        <Tools controller={controller} />
      </header>
      <Banner controller={controller} />
      <main class="hud-main">
        <Doorway controller={controller} />
        <Invitations controller={controller} />
        <ExhibitCard controller={controller} />
        <PersonCard controller={controller} />
        <Chat controller={controller} />
        <WalkPad controller={controller} />
      </main>
      <div id="panel" class="panel-place">
        <OpenPanel controller={controller} />
      </div>
      <Marks controller={controller} />
      <PointedLabel />
      <Guide controller={controller} />
      <PictureLost />
      <Preparing controller={controller} />
    </div>
  );
}
