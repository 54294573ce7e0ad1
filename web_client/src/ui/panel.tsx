// The frame of a side panel: a sheet with a heading and a way to close it.
import type { ComponentChildren, JSX } from 'preact';
import { store } from '../store';
import { Sheet } from './sheet';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function SidePanel({ title, children }: Props): JSX.Element {
  const open = store.panel.value !== null;
  return (
    <Sheet id="side" class="panel" title={title} close={open ? () => (store.panel.value = null) : null}>
      {children}
    </Sheet>
  );
}
