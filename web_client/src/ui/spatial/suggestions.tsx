// What the letters typed could mean, a few at a time.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n';
import { Icon } from '../icons';
import type { Composing } from './writing/composing';
import type { Candidate } from './writing/convert';

const WIDTH = 30; // of so many half-width letters a page is made
const PADDING = 3; // what a suggestion's own frame takes
const TAIL = 18; // of what is being typed its end is shown
const WIDE = /[\u2e80-\uffef]/g;

const page = signal(0);
const stay = (event: Event): void => event.preventDefault();

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0) + PADDING;
}

/** The end of it, where the next letter will be. */
export function tailOf(typed: string): string {
  const letter = typed.match(WIDE) ? 2 : 1;
  const most = TAIL / letter;
  return typed.length > most ? `…${typed.slice(1 - most)}` : typed;
}

/** As many as fit beside each other, page by page. */
export function pagesOf(offers: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const pages: Candidate[][] = [];
  let free = 0;
  for (const offer of offers) {
    const width = widthOf(offer.text);
    if (pages.length === 0 || width > free) {
      pages.push([]);
      free = WIDTH;
    }
    pages.at(-1)!.push(offer);
    free -= width;
  }
  return pages;
}

interface Props {
  readonly composing: Composing;
  /** Does this as a key does. */
  readonly press: (what: () => void) => void;
}

export function Suggestions({ composing, press }: Props): JSX.Element | null {
  const typed = composing.typed.value;
  useEffect(() => void (page.value = 0), [typed]);
  if (composing.script.value === 'latin') return null;
  const pages = pagesOf(composing.offers.value);
  const at = Math.min(page.value, pages.length - 1);
  const coming = typed !== '' && !composing.lexicons.value[composing.script.value];
  return (
    <div class="suggestions" role="group" aria-label={t('type.candidates')}>
      <span class="typed">{coming ? t('type.coming') : tailOf(typed)}</span>
      {pages[at]?.map((offer) => (
        <button key={offer.text} type="button" class="offer" tabIndex={-1} onPointerDown={stay} onMouseDown={stay} onClick={() => press(() => composing.choose(offer))}>
          {offer.text}
        </button>
      ))}
      {pages.length > 1 && (
        <button
          type="button"
          class="round quiet further"
          tabIndex={-1}
          aria-label={t('type.more')}
          onPointerDown={stay}
          onMouseDown={stay}
          onClick={() => press(() => (page.value = (at + 1) % pages.length))}
        >
          <Icon name="next" />
        </button>
      )}
    </div>
  );
}
